use super::*;

struct Scene {
    owner: Owner,
    drafts: Drafts,
    locked: RwSignal<bool>,
}

fn scene() -> Scene {
    let owner = Owner::new();
    owner.set();
    let locked = RwSignal::new(false);
    let drafts = Drafts::provide(locked.into());
    Scene { owner, drafts, locked }
}

impl Scene {
    /// A page with one form; it goes away with the owner.
    fn page(&self, address: &str) -> (Owner, Draft) {
        let page = self.owner.child();
        let draft = page.with(|| Draft::at(self.drafts, address, "form"));
        (page, draft)
    }
}

#[test]
fn a_form_is_changed_while_it_differs_from_its_start() {
    let scene = scene();
    let (_page, draft) = scene.page("/a");
    let name = draft.field("name", "Fabrikam".to_owned());
    assert!(!scene.drafts.unsaved());
    name.set("Contoso".into());
    assert!(draft.changed() && scene.drafts.unsaved());
    name.set("Fabrikam".into());
    assert!(!scene.drafts.unsaved());
    name.set("Other".into());
    draft.reset();
    assert_eq!(name.get_untracked(), "Fabrikam");
    name.set("Saved".into());
    draft.saved();
    assert!(!draft.changed());
    draft.reset();
    assert_eq!(name.get_untracked(), "Saved");
}

#[test]
fn what_was_typed_survives_a_lock_and_nothing_else() {
    let scene = scene();
    let (page, draft) = scene.page("/a");
    draft.open().set(true);
    draft.field("name", "Fabrikam".to_owned()).set("Contoso".into());
    let _ = draft.field("seats", 3);
    draft.kept("of", None).set(Some(7));
    scene.locked.set(true);
    page.cleanup();
    assert!(!scene.drafts.unsaved(), "nobody sees it now");

    scene.locked.set(false);
    let (page, draft) = scene.page("/a");
    assert!(draft.open().get_untracked());
    assert_eq!(draft.kept("of", None).get_untracked(), Some(7));
    assert_eq!(draft.field("name", "Fabrikam".to_owned()).get_untracked(), "Contoso");
    assert_eq!(draft.field("seats", 5).get_untracked(), 5, "an untouched field follows the server");
    page.cleanup();

    let (_page, draft) = scene.page("/a");
    assert!(!draft.open().get_untracked(), "it was left, not locked");
    assert_eq!(draft.field("name", "Fabrikam".to_owned()).get_untracked(), "Fabrikam");
}

#[test]
fn what_was_typed_keeps_the_version_over_which_it_was_typed() {
    let scene = scene();
    let lock = |page: &Owner| {
        scene.locked.set(true);
        page.cleanup();
        scene.locked.set(false);
    };
    let (page, draft) = scene.page("/a");
    assert_eq!(draft.base("seen", 1).get_untracked(), 1);
    let _ = draft.field("name", "Fabrikam".to_owned());
    lock(&page);

    let (page, draft) = scene.page("/a");
    assert_eq!(draft.base("seen", 2).get_untracked(), 2, "nothing was typed over the first version");
    draft.field("name", "Fabrikam".to_owned()).set("Contoso".into());
    lock(&page);

    let (page, draft) = scene.page("/a");
    assert_eq!(draft.base("seen", 3).get_untracked(), 2);
    assert_eq!(draft.field("name", "Fabrikam".to_owned()).get_untracked(), "Contoso");
    lock(&page);

    let (_page, draft) = scene.page("/a");
    assert!(draft.waits());
    let seen = draft.base("seen", 4);
    assert_eq!(seen.get_untracked(), 2, "however often it was locked");
    let _ = draft.field("name", "Fabrikam".to_owned());
    draft.reset();
    assert!(!draft.waits());
    assert_eq!(draft.base("seen", 5).get_untracked(), 5);
}

#[test]
fn a_question_that_was_open_at_the_lock_leaves_the_form_open() {
    let scene = scene();
    let (page, draft) = scene.page("/a");
    draft.field("name", String::new()).set("typed".into());
    draft.open().set(false);
    scene.locked.set(true);
    page.cleanup();
    let (_page, draft) = scene.page("/a");
    assert!(draft.open().get_untracked());
}

#[test]
fn another_address_and_another_person_find_nothing() {
    let scene = scene();
    let leave = |address: &str| {
        let (page, draft) = scene.page(address);
        draft.field("name", String::new()).set("typed".into());
        scene.locked.set(true);
        page.cleanup();
        scene.locked.set(false);
    };
    let found = |address: &str| {
        let (_page, draft) = scene.page(address);
        draft.field("name", String::new()).get_untracked()
    };
    leave("/a");
    assert_eq!(found("/ab"), "");
    leave("/a");
    scene.drafts.forget_elsewhere("/ab");
    assert_eq!(found("/a"), "");
    leave("/a");
    scene.drafts.forget();
    assert_eq!(found("/a"), "");
}

#[test]
fn leaving_waits_for_an_answer_while_something_is_unsaved() {
    let scene = scene();
    let (_page, draft) = scene.page("/a");
    let gone = RwSignal::new(0);
    scene.drafts.leave(move || gone.update(|count| *count += 1));
    assert_eq!(gone.get_untracked(), 1);
    let typed = RwSignal::new(true);
    draft.watch("password", move || typed.get());
    scene.drafts.leave(move || gone.update(|count| *count += 1));
    assert_eq!(gone.get_untracked(), 1);
    assert!(scene.drafts.asked.with_untracked(Option::is_some));
    draft.reset();
    assert!(!scene.drafts.unsaved(), "dropped on purpose");
}
