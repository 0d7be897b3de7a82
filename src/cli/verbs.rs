//! What each verb prints and writes.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use crate::model::fact::Facts;
use crate::model::gate::Previous;
use crate::model::month::Month;
use crate::model::note::{Notes, Severity};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Account, Fate};
use crate::model::template::Templates;
use crate::model::words::Words;
use crate::render;
use crate::render::Drawn;
use crate::render::report::Parts;

use super::args::{Exports, Figure, threads};
use super::exit::Exit;
use super::previous::previous;
use super::progress::Progress;
use super::run::{Found, Request, Stop, counted, found, with_records};
use super::write::Pending;
use super::{
    behind, behind_text, explain as definition, init as starter, machine, map as guess, notes, read, sources as known,
    verdict, what_if, write,
};

/// `run` with a folder to write into, `check` without.
pub fn run(exports: &Exports, out: Option<&Path>) -> Exit {
    let previous = out.and_then(previous);
    let counted = match counted(&request(exports), &progress(exports)) {
        Ok(counted) => counted,
        Err(stop) => return stopped(&stop, exports.json),
    };
    let fit = counted.is_fit(previous.as_ref());
    let pending = match out.filter(|_| fit).map(Pending::new).transpose() {
        Ok(pending) => pending,
        Err(failure) => return unwritten(&failure),
    };
    if let Some(pending) = &pending {
        put_facts(pending, &counted.facts());
    }
    let found = match counted.found().fit(previous.as_ref()) {
        Ok(found) => found,
        Err(stop) => return stopped(&stop, exports.json),
    };
    let sorted = found.notes.sorted();
    let outlet = |name: &str| pending.as_ref().map_or_else(|| Box::new(drop) as Parts, |pending| pending.begun(name));
    let Drawn { checks, book } = match render::outputs(&found.report(&sorted), &outlet) {
        Ok(drawn) => drawn,
        Err(reason) => return failed(Exit::Failed, &reason),
    };
    if let Some(Err(failure)) = pending.map(Pending::finish) {
        return unwritten(&failure);
    }
    let words = &found.words;
    let written = match out {
        Some(folder) => {
            let files = render::FILES.iter().map(|&name| name.into()).collect();
            let folder = Arg::Text(folder.display().to_string());
            let written =
                words.fill(words.word("terminal.written"), &[("folder", folder), ("files", Arg::List(files))]);
            format!("{written}{}", compared(&found, previous.as_ref()))
        }
        None => words.word("terminal.checked").to_owned(),
    };
    if exports.json {
        return print(&machine::verdict(&found, checks));
    }
    complain(&found.notes, words, if exports.quiet { Severity::Warning } else { Severity::Assumption });
    let exit = if exports.quiet { Exit::Done } else { print(&verdict::text(&found, checks, &written)) };
    // The run ends here: the system takes its memory back at once, where freeing it would go fact by fact.
    drop(sorted);
    std::mem::forget((found, book));
    exit
}

/// The outputs that show nothing but facts: written while everything else is worked out.
fn put_facts(pending: &Pending, facts: &Arc<Facts>) {
    use render::{cuts_csv, facts_csv};
    let (rows, cuts) = (Arc::clone(facts), Arc::clone(facts));
    pending.put_parts(facts_csv::NAME, move |file| facts_csv::parts(&rows, &mut |part| file.write_all(part)));
    pending.put_parts(cuts_csv::NAME, move |file| file.write_all(&cuts_csv::table(&cuts)));
}

/// A line that says how rows stand to those of the run before, where they were compared.
fn compared(found: &Found, previous: Option<&Previous>) -> String {
    let Some(previous) = previous.filter(|_| found.judged(previous).is_compared()) else { return String::new() };
    let limit = Arg::Share(found.settings.gate.fewest);
    format!(
        "\n{}",
        found.words.fill(found.words.word("terminal.compared"), &[("day", previous.as_of.into()), ("limit", limit)])
    )
}

/// `facts`: the facts as CSV.
pub fn facts(exports: &Exports) -> Exit {
    let found = match walk(exports) {
        Ok(found) => found,
        Err(stop) => return stopped(&stop, exports.json),
    };
    print(&render::facts_csv::table(&found.facts))
}

/// `what-if`: the plan's figures as they are, and after some of its inputs change.
pub fn what_if(exports: &Exports, sets: &[String], scenario: Option<&str>) -> Exit {
    let found = match walk(exports) {
        Ok(found) => found,
        Err(stop) => return stopped(&stop, exports.json),
    };
    let sorted = found.notes.sorted();
    let book = match render::sheets::book(&found.report(&sorted)) {
        Ok(book) => book,
        Err(reason) => return failed(Exit::Failed, &reason),
    };
    let words = &found.words;
    match what_if::changes(sets, &book, words) {
        Ok(sets) => match render::what_if::what_if(book, &sets, scenario) {
            Ok(answer) if exports.json => print(&what_if::json(&answer)),
            Ok(answer) => print(&what_if::text(&answer, words, found.facts.currency)),
            Err(unknown) => failed(Exit::Usage, &what_if::unknown(&unknown, words)),
        },
        Err(reason) => failed(Exit::Usage, &reason),
    }
}

/// `init`: a `plan.toml` of the kind `plan` beside the exports, never over one that is there.
pub fn init(folder: &Path, plan: &str) -> Exit {
    let target = folder.join("plan.toml");
    if target.exists() {
        return failed(Exit::Usage, &format!("{}: exists", target.display()));
    }
    let request = Request { path: folder.to_owned(), as_of: None, shelter: read::shelter(), threads: threads(None) };
    let found = match found(&request, &Progress::new(false)) {
        Ok(found) => found,
        Err(stop) => return stopped(&stop, false),
    };
    let Some(template) = starter::template(&found.templates, plan) else {
        let name = [("name", Arg::Text(plan.to_owned()))];
        let exit = failed(Exit::Usage, &found.words.fill(found.words.word("init.unknown_plan"), &name));
        for line in starter::plans(&found.templates) {
            let _ = writeln!(io::stderr().lock(), "  {line}");
        }
        return exit;
    };
    let name = folder.canonicalize().ok().and_then(|p| Some(p.file_name()?.to_string_lossy().into_owned()));
    let text = starter::plan_text(&found, template, &name.unwrap_or_default());
    let output = render::report::Output { name: "plan.toml".to_owned(), bytes: text.into_bytes() };
    match write::all_or_nothing(folder, vec![output]) {
        Ok(()) => {
            let target = Arg::Text(target.display().to_string());
            print(&format!("{}\n", found.words.fill(found.words.word("init.written"), &[("file", target)])))
        }
        Err(failure) => unwritten(&failure),
    }
}

/// `explain`: one definition, or the list of all words.
pub fn explain(word: Option<&str>) -> Exit {
    let templates = Templates::default();
    let words = match Words::load(&templates, "en") {
        Ok(words) => words,
        Err(reason) => return failed(Exit::Failed, &reason),
    };
    match word.map(|w| (w, definition::explain(w, &templates, &words))) {
        None => print(&definition::list(&templates, &words)),
        Some((_, Ok(text))) => print(&text),
        Some((word, Err(near))) => failed(Exit::Usage, &definition::unknown(word, &near, &words)),
    }
}

/// `map`: a first guess at an unknown file, printed or written where nothing stands yet.
pub fn map(file: &Path, out: Option<&Path>) -> Exit {
    let (text, words, found) = guess::source_text(file, &read::shelter());
    complain(&found, &words, Severity::Warning);
    let Some(text) = text else { return Exit::Unfit };
    let Some(out) = out else { return print(&text) };
    let target = [("file", Arg::Text(out.display().to_string()))];
    if out.exists() {
        return failed(Exit::Usage, &words.fill(words.word("map.kept"), &target));
    }
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let output = render::report::Output { name, bytes: text.into_bytes() };
    match write::all_or_nothing(folder, vec![output]) {
        Ok(()) => print(&format!("{}\n", words.fill(words.word("map.written"), &target))),
        Err(failure) => unwritten(&failure),
    }
}

/// `sources`: what planbook reads, as a list or as a page.
pub fn sources(markdown: bool) -> Exit {
    let templates = Templates::default();
    match Words::load(&templates, "en") {
        Ok(words) if markdown => print(&known::markdown(&templates, &words)),
        Ok(words) => print(&known::list(&templates, &words)),
        Err(reason) => failed(Exit::Failed, &reason),
    }
}

/// `explain METRIC EXPORTS --month`: one figure, what it is made of, and the rows behind it.
pub fn explain_figure(word: &str, path: &Path, month: Month, figure: &Figure) -> Exit {
    let (path, as_of) = (path.to_owned(), figure.as_of);
    let request = Request { path, as_of, shelter: read::shelter(), threads: threads(None) };
    let traced = match with_records(&request, &Progress::new(!figure.json)) {
        Ok(traced) => traced,
        Err(stop) => return stopped(&stop, figure.json),
    };
    let found = &traced.0;
    let words = &found.words;
    let known = found.catalog.named(word).or_else(|| found.facts.measures.find(word).map(|_| word));
    let Some(id) = known else {
        let near = found.catalog.nearest(word, &found.facts.measures).map(ToOwned::to_owned);
        return failed(Exit::Usage, &definition::unknown(word, near.as_slice(), words));
    };
    match behind::behind(&traced, id, month, figure.only()) {
        Ok(behind) if figure.json => match serde_json::to_string_pretty(&behind) {
            Ok(text) => print(&format!("{text}\n")),
            Err(e) => failed(Exit::Failed, &e.to_string()),
        },
        Ok(behind) => print(&behind_text::text(&behind, found, figure.rows)),
        Err(name) => {
            let arg = [("name", Arg::Text(name))];
            failed(Exit::Usage, &words.fill(words.word("behind.unknown_name"), &arg))
        }
    }
}

fn walk(exports: &Exports) -> Result<Found, Stop> {
    found(&request(exports), &progress(exports)).and_then(|found| found.fit(None))
}

fn request(exports: &Exports) -> Request {
    let (path, as_of) = (exports.path.clone(), exports.as_of);
    Request { path, as_of, shelter: read::shelter(), threads: threads(exports.threads) }
}

fn progress(exports: &Exports) -> Progress {
    Progress::new(!exports.quiet && !exports.json)
}

fn stopped(stop: &Stop, json: bool) -> Exit {
    if json {
        print(&machine::stop(stop));
    } else {
        let counts = stop.readings.iter().any(|r| r.rows(Fate::Used) > 0);
        let known = stop.readings.iter().filter(|r| !r.source.is_empty());
        let account = Account::total(known.map(|reading| &reading.account));
        let reason = match stop.exit {
            Exit::Unfit if counts => Phrase::new("terminal.gate_closed"),
            Exit::Unfit if account.read > 0 => Phrase::new("terminal.no_row_counts")
                .with("rows", account.read)
                .with("aside", account.rows(Fate::SetAside))
                .with("refused", account.rows(Fate::Refused)),
            Exit::Unfit => Phrase::new("terminal.nothing_to_count"),
            _ => Phrase::new("terminal.nothing_written"),
        };
        // When nothing counts, what was left aside and why is what its reader needs.
        let least = if stop.exit == Exit::Unfit && !counts { Severity::Assumption } else { Severity::Warning };
        complain(&stop.notes, &stop.words, least);
        failed(stop.exit, &stop.words.say(&reason));
    }
    stop.exit
}

/// Prints every note that matters at least as much as `least` to standard error.
fn complain(gathered: &Notes, words: &Words, least: Severity) {
    let colour = io::stderr().is_terminal();
    let mut err = io::stderr().lock();
    for note in gathered.sorted().into_iter().filter(|n| n.code.severity() <= least) {
        let _ = writeln!(err, "{}", notes::text(note, words, colour));
    }
}

/// Prints to standard output. A reader that stops early (`| head`) is no failure.
fn print(text: &str) -> Exit {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Exit::Environment,
        _ => Exit::Done,
    }
}

fn unwritten((path, e): &write::Failure) -> Exit {
    failed(Exit::Environment, &format!("{}: {e}", path.display()))
}

fn failed(exit: Exit, reason: &str) -> Exit {
    let _ = writeln!(io::stderr().lock(), "planbook: {}", notes::printable(reason));
    exit
}
