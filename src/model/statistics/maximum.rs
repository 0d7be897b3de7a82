//! Where a likelihood is largest: Nelder and Mead's simplex over the logarithms of parameters that are above zero.

use argmin::core::{CostFunction, Error, Executor, State};
use argmin::solver::neldermead::NelderMead;

struct Loss<'a, F>(&'a F);

impl<F: Fn(&[f64]) -> f64> CostFunction for Loss<'_, F> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, logarithms: &Vec<f64>) -> Result<f64, Error> {
        let parameters: Vec<f64> = logarithms.iter().map(|l| l.exp()).collect();
        let value = -(self.0)(&parameters);
        // A place where nothing can be computed is worse than any other.
        Ok(if value.is_finite() { value } else { f64::MAX })
    }
}

/// Rounds, each beginning anew where the one before ended: a simplex that has collapsed on a ridge opens again.
const ROUNDS: usize = 4;
const STEPS: u64 = 2_000;
/// Parameters beyond this tell that the likelihood has no top: the numbers say nothing about them.
const LARGEST: f64 = 1e4;

/// The parameters, all above zero, that make `likelihood` largest, sought from `start`; `None` where there is no top.
pub(super) fn maximum(likelihood: impl Fn(&[f64]) -> f64, start: &[f64]) -> Option<Vec<f64>> {
    let mut best: Vec<f64> = start.iter().map(|p| p.ln()).collect();
    let mut width = 1.0;
    for _ in 0..ROUNDS {
        let mut corners = vec![best.clone()];
        for i in 0..best.len() {
            let mut corner = best.clone();
            corner[i] += width;
            corners.push(corner);
        }
        let solver = NelderMead::new(corners).with_sd_tolerance(1e-13).ok()?;
        let run = Executor::new(Loss(&likelihood), solver).configure(|state| state.max_iters(STEPS)).timer(false);
        best.clone_from(run.run().ok()?.state().get_best_param()?);
        width /= 4.0;
    }
    let parameters: Vec<f64> = best.iter().map(|l| l.exp()).collect();
    parameters.iter().all(|p| (1.0 / LARGEST..LARGEST).contains(p)).then_some(parameters)
}
