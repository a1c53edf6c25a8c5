//! What a story looks like, on a terminal and in a notebook, held against pages that were looked
//! at and found good: `tests/views/*.snap`. After a change, look at the new ones, then keep them
//! with `INSTA_UPDATE=always cargo test --test views`.

use std::fs;
use std::path::Path;

use copydesk::Story;
use copydesk::render::{TerminalOptions, html, terminal};

/// A fixture article, read.
fn story(path: &str) -> Story {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    copydesk::read(fs::read_to_string(path).unwrap()).unwrap()
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("views");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// HTML with a line for each element that begins, so that a change is seen where it is.
fn lines(html: &str) -> String {
    html.replace("<p", "\n<p").replace("<span", "\n  <span").replace("<mark", "\n  <mark")
}

#[test]
fn pages_for_a_terminal() {
    settings().bind(|| {
        for (name, path, width) in [
            ("harbour", "examples/harbour.txt", 80),
            ("scraped_page", "tests/articles/scraped_page.txt", 60),
            ("wire_wrapped", "tests/articles/wire_wrapped.txt", 80),
            ("one_line_page", "tests/articles/one_line_page.txt", 80),
            ("chinese", "tests/articles/chinese.txt", 40),
        ] {
            let page = terminal(&story(path), TerminalOptions { width, color: false });
            insta::assert_snapshot!(format!("terminal_{name}"), page);
        }
    });
}

#[test]
fn a_page_in_colours() {
    settings().bind(|| {
        let story = story("tests/articles/scraped_page.txt");
        let page = terminal(&story, TerminalOptions { width: 72, color: true });
        insta::assert_snapshot!("terminal_colours", page.replace('\x1b', "␛"));
    });
}

#[test]
fn pages_for_a_notebook() {
    settings().bind(|| {
        for (name, path) in [
            ("harbour", "examples/harbour.txt"),
            ("scraped_page", "tests/articles/scraped_page.txt"),
            ("one_line_page", "tests/articles/one_line_page.txt"),
            ("arabic", "tests/articles/arabic.txt"),
        ] {
            insta::assert_snapshot!(format!("html_{name}"), lines(&html(&story(path), 20_000)));
        }
        let cut = html(&story("examples/harbour.txt"), 700);
        insta::assert_snapshot!("html_cut", lines(&cut));
    });
}
