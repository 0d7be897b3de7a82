//! Where deals stand among all, by vendor and id: two steps into memory, whatever their number.

use crate::model::name::Name;

/// The place of each deal, and whether an export said of what kind it is.
#[derive(Clone, Debug, Default)]
pub struct DealPlaces {
    /// By the number of the vendor, by the number of the id.
    vendors: Vec<Vec<Place>>,
}

/// A position plus one, and in the lowest bit whether the kind was said; 0: no deal.
#[derive(Clone, Copy, Debug, Default)]
struct Place(u32);

impl Place {
    fn get(self) -> Option<(usize, bool)> {
        Some((((self.0 >> 1) as usize).checked_sub(1)?, self.0 & 1 == 1))
    }
}

impl DealPlaces {
    /// The position of a deal, and whether its kind was said.
    pub fn get(&self, vendor: Name, id: Name) -> Option<(usize, bool)> {
        self.vendors.get(vendor.index())?.get(id.index())?.get()
    }

    /// Says where a deal stands.
    pub fn set(&mut self, (vendor, id): (Name, Name), (at, of_kind): (usize, bool)) {
        if self.vendors.len() <= vendor.index() {
            self.vendors.resize(vendor.index() + 1, Vec::new());
        }
        let places = &mut self.vendors[vendor.index()];
        if places.len() <= id.index() {
            places.resize(id.index() + 1, Place::default());
        }
        // More deals than fit in 31 bits do not fit in any memory.
        let place = u32::try_from(at + 1).unwrap_or(u32::MAX >> 1);
        places[id.index()] = Place(place << 1 | u32::from(of_kind));
    }

    /// The position of the deal of that id, where one vendor alone has it.
    pub fn only(&self, id: Name) -> Option<usize> {
        let mut any = self.vendors.iter().filter_map(|places| places.get(id.index())?.get());
        any.next().filter(|_| any.next().is_none()).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_is_found_by_its_vendor_or_where_there_is_no_other() {
        let mut places = DealPlaces::default();
        for (vendor, id, at, of_kind) in [(2, 7, 0, true), (1, 9, 1, false), (1, 7, 2, false), (1, 7, 2, true)] {
            places.set((Name(vendor), Name(id)), (at, of_kind));
        }
        assert_eq!(places.get(Name(2), Name(7)), Some((0, true)));
        assert_eq!(places.get(Name(1), Name(7)), Some((2, true)));
        assert_eq!(places.get(Name(1), Name(9)), Some((1, false)));
        assert_eq!([(2, 9), (1, 8), (1, 10), (3, 7)].map(|(v, id)| places.get(Name(v), Name(id))), [None; 4]);
        assert_eq!((places.only(Name(9)), places.only(Name(7)), places.only(Name(8))), (Some(1), None, None));
    }
}
