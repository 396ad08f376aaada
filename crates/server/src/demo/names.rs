//! Invented names: a client or a person for every number, always the same.

const FIRST: [&str; 40] = [
    "Ada", "Amir", "Anika", "Bartosz", "Bea", "Chidi", "Clara", "Dario", "Elif", "Emil", "Farah", "Femi", "Greta",
    "Hana", "Henrik", "Ilse", "Ivo", "Jana", "Kofi", "Lea", "Luca", "Malik", "Marta", "Nils", "Noor", "Olga", "Pablo",
    "Petra", "Quentin", "Rana", "Ravi", "Sara", "Sofia", "Tariq", "Theo", "Uma", "Viktor", "Wanda", "Yara", "Zoran",
];
const LAST: [&str; 37] = [
    "Abebe",
    "Albers",
    "Bakker",
    "Barros",
    "Castillo",
    "Demir",
    "Dvorak",
    "Eriksen",
    "Farkas",
    "Fontaine",
    "Gomez",
    "Haas",
    "Ibrahim",
    "Jansen",
    "Kaya",
    "Keller",
    "Kowalski",
    "Lange",
    "Lindqvist",
    "Mbeki",
    "Menon",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Sato",
    "Schmitt",
    "Silva",
    "Tanaka",
    "Unger",
    "Varga",
    "Wagner",
    "Yilmaz",
    "Zeller",
    "Zimmer",
];
const PLACE: [&str; 40] = [
    "Ashford",
    "Birkdale",
    "Briar Hill",
    "Calder",
    "Cedar Grove",
    "Clearwater",
    "Dunmore",
    "Eastfield",
    "Elm Park",
    "Fairhaven",
    "Glenview",
    "Granite Bay",
    "Hartwell",
    "Hollowbrook",
    "Ironbridge",
    "Kingsmead",
    "Larkspur",
    "Linden",
    "Longmeadow",
    "Maple Row",
    "Millbrook",
    "Northgate",
    "Oakhurst",
    "Old Town",
    "Parkside",
    "Quarry Lane",
    "Ravensworth",
    "Redcliff",
    "Rosewood",
    "Saltmarsh",
    "Silverton",
    "Southbank",
    "Stonebridge",
    "Thornbury",
    "Upland",
    "Vale",
    "Westbrook",
    "Whitecross",
    "Willowdale",
    "Yarrow",
];
const TRADE: [&str; 27] = [
    "Accountants",
    "Architects",
    "Bakery",
    "Brewery",
    "Car Repair",
    "Clinic",
    "Couriers",
    "Dental Practice",
    "Engineering",
    "Farm Supplies",
    "Foundry",
    "Garden Centre",
    "Housing Association",
    "Insurance Brokers",
    "Joinery",
    "Laboratories",
    "Logistics",
    "Museum",
    "Notaries",
    "Opticians",
    "Pharmacy",
    "Printing House",
    "School",
    "Solar Systems",
    "Textiles",
    "Theatre",
    "Veterinary Centre",
];

fn pick<'a>(words: &[&'a str], index: usize) -> &'a str {
    words.get(index % words.len().max(1)).copied().unwrap_or_default()
}

/// A client's name; 1,080 different ones.
pub(super) fn client(number: usize) -> String {
    // Neighbours in the list get different places and trades: 27 and 40 have no common divisor.
    format!("{} {}", pick(&PLACE, number), pick(&TRADE, number))
}

/// The domain of the same client.
pub(super) fn domain(number: usize) -> String {
    let name: String =
        client(number).to_lowercase().chars().map(|letter| if letter == ' ' { '-' } else { letter }).collect();
    format!("{name}.example")
}

/// A person's name; 1,480 different ones.
pub(super) fn person(number: usize) -> String {
    format!("{} {}", pick(&FIRST, number), pick(&LAST, number))
}

/// Address of the same person at a domain; `number` itself comes in when names repeat.
pub(super) fn address(number: usize, domain: &str) -> String {
    let name = person(number).to_lowercase().replace(' ', ".");
    match number / (FIRST.len() * LAST.len()) {
        0 => format!("{name}@{domain}"),
        round => format!("{name}{}@{domain}", round + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_do_not_repeat_within_what_is_needed() {
        let clients: BTreeSet<String> = (0..1_000).map(client).collect();
        assert_eq!(clients.len(), 1_000);
        let addresses: BTreeSet<String> = (0..6_000).map(|number| address(number, "x.example")).collect();
        assert_eq!(addresses.len(), 6_000);
        assert_eq!(domain(2), "briar-hill-bakery.example");
    }
}
