//! The modules of a crate, parsed: what each file defines, imports and mentions, tests left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, ItemUse, UseTree, Visibility};

/// The path of a module or of an item, from the crate's root: `["search", "query", "Word"]`.
pub(super) type ModulePath = Vec<String>;

/// One file of the crate.
pub(super) struct SourceFile {
    /// Its path from the project's root, with `/`.
    pub(super) path: String,
    /// The names of its types, with the kind of each.
    pub(super) types: Vec<String>,
    /// Every path that its code mentions, with the module that mentions it: `use` leaves and paths in code.
    pub(super) mentions: BTreeSet<(ModulePath, Vec<String>)>,
}

/// What a name means in a module.
#[derive(Debug, Clone)]
enum Meaning {
    /// Defined in this file.
    Item(String),
    /// A module inside.
    Module,
    /// Another name of this path.
    Import(Vec<String>),
}

/// All files of a crate, and what each name means in each module.
pub(super) struct SourceTree {
    pub(super) files: Vec<SourceFile>,
    /// A name may mean a module and something else.
    scopes: HashMap<ModulePath, HashMap<String, Vec<Meaning>>>,
}

impl SourceTree {
    /// Parses the files of a crate, given as path (from the project's root) and text. The crate is called `name` by
    /// `main.rs`, which is a crate of its own.
    pub(super) fn parse(name: &str, sources: &[(String, String)]) -> Self {
        let parsed: BTreeMap<ModulePath, (&str, syn::File)> = sources
            .iter()
            .map(|(path, text)| {
                let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
                (module_of(path), (path.as_str(), file))
            })
            .collect();
        let tests = test_modules(&parsed);
        let mut tree = Self { files: Vec::new(), scopes: HashMap::new() };
        for (module, (path, file)) in &parsed {
            if tests.iter().any(|test| module.starts_with(test)) {
                continue;
            }
            let mut reader = FileReader {
                crate_name: name,
                tree: &mut tree,
                file: SourceFile { path: (*path).to_owned(), types: Vec::new(), mentions: BTreeSet::new() },
                module: module.clone(),
            };
            file.items.iter().for_each(|item| reader.visit_item(item));
            let file = reader.file;
            tree.files.push(file);
        }
        tree
    }

    /// Whether a file uses another crate: mentions its name where no module, item or import has that name.
    pub(super) fn uses_crate(&self, file: &SourceFile, name: &str) -> bool {
        let is_own =
            |module: &ModulePath| self.scopes.get(module).is_some_and(|scope| scope.contains_key(name));
        file.mentions.iter().any(|(module, path)| path.len() > 1 && path[0] == name && !is_own(module))
    }

    /// The file that defines what `path` means inside `module`, through all re-exports; none for a module itself, a
    /// local name and another crate's.
    pub(super) fn definition(&self, module: &[String], path: &[String]) -> Option<&str> {
        self.resolve(module, path, &mut HashSet::new())
    }

    fn resolve<'t>(
        &'t self,
        module: &[String],
        path: &[String],
        asked: &mut HashSet<(ModulePath, Vec<String>)>,
    ) -> Option<&'t str> {
        if !asked.insert((module.to_vec(), path.to_vec())) {
            return None;
        }
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => return self.resolve(&[], rest, asked),
            "self" => return self.resolve(module, rest, asked),
            "super" => return self.resolve(module.split_last()?.1, rest, asked),
            _ => {}
        }
        let inside = || [module, std::slice::from_ref(first)].concat();
        self.scopes.get(module)?.get(first)?.iter().find_map(|meaning| match meaning {
            Meaning::Item(file) => Some(file.as_str()),
            Meaning::Module => self.resolve(&inside(), rest, asked),
            // `use date::date` names the module inside this one, or another crate.
            Meaning::Import(target) if target.first() == Some(first) => {
                self.resolve(&inside(), &[target.get(1..)?, rest].concat(), asked)
            }
            Meaning::Import(target) => self.resolve(module, &[target.as_slice(), rest].concat(), asked),
        })
    }
}

/// `src/search/query.rs` is the module `search::query`; `src/main.rs` is the module `main`.
fn module_of(path: &str) -> ModulePath {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    if inside == "lib" { Vec::new() } else { inside.split('/').map(str::to_owned).collect() }
}

/// The modules that are declared for tests alone.
fn test_modules(parsed: &BTreeMap<ModulePath, (&str, syn::File)>) -> Vec<ModulePath> {
    let declared = |module: &ModulePath, file: &syn::File| -> Vec<ModulePath> {
        let tests = file.items.iter().filter_map(|item| match item {
            Item::Mod(inside) if is_for_tests(&inside.attrs) => Some(inside.ident.to_string()),
            _ => None,
        });
        tests.map(|name| [module.as_slice(), &[name]].concat()).collect()
    };
    parsed.iter().flat_map(|(module, (_, file))| declared(module, file)).collect()
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        meta => meta.path().is_ident("test"),
    })
}

/// Reads one file into the tree.
struct FileReader<'t> {
    crate_name: &'t str,
    tree: &'t mut SourceTree,
    file: SourceFile,
    module: ModulePath,
}

impl FileReader<'_> {
    fn define(&mut self, name: &Ident, meaning: Meaning) {
        let scope = self.tree.scopes.entry(self.module.clone()).or_default();
        scope.entry(name.to_string()).or_default().push(meaning);
    }

    fn define_item(&mut self, name: &Ident) {
        let meaning = Meaning::Item(self.file.path.clone());
        self.define(name, meaning);
    }

    fn define_type(&mut self, name: &Ident) {
        self.file.types.push(name.to_string());
        self.define_item(name);
    }

    /// Notes a path that the code mentions.
    fn mention(&mut self, path: Vec<String>) {
        self.file.mentions.insert((self.module.clone(), self.rooted(path)));
    }

    /// The path as the library itself would write it: `main` names the crate.
    fn rooted(&self, mut path: Vec<String>) -> Vec<String> {
        if let Some(first) = path.first_mut().filter(|first| *first == self.crate_name) {
            "crate".clone_into(first);
        }
        path
    }

    fn import(&mut self, tree: &UseTree, before: &[String], is_public: bool) {
        let with = |name: &Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), is_public),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before, is_public)),
            UseTree::Name(name) if name.ident == "self" => {
                if let Some(last) = before.last() {
                    self.import_as(&Ident::new(last, name.ident.span()), before.to_vec(), is_public);
                }
            }
            UseTree::Name(name) => self.import_as(&name.ident, with(&name.ident), is_public),
            UseTree::Rename(rename) => self.import_as(&rename.rename, with(&rename.ident), is_public),
            // What a glob brings is named where it is used: here only whose names they are.
            UseTree::Glob(_) => self.mention(before.to_vec()),
        }
    }

    /// A private import is a use; a re-export only passes a name on.
    fn import_as(&mut self, name: &Ident, path: Vec<String>, is_public: bool) {
        let path = self.rooted(path);
        if !is_public {
            self.mention(path.clone());
        }
        self.define(name, Meaning::Import(path));
    }

    /// The paths inside a macro's arguments, which no parser knows the grammar of.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_mark = |at: usize, mark: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == mark);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group)
                    if group.delimiter() != Delimiter::None || !group.stream().is_empty() =>
                {
                    self.read_tokens(group.stream());
                }
                TokenTree::Ident(first) if at == 0 || !is_mark(at - 1, '.') => {
                    let mut path = vec![first.to_string()];
                    while is_mark(at + 1, ':') && is_mark(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    self.mention(path);
                }
                _ => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for FileReader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name): (&[Attribute], Option<&Ident>) = match item {
            Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
            Item::Const(item) => (&item.attrs, Some(&item.ident)),
            Item::Static(item) => (&item.attrs, Some(&item.ident)),
            Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
            Item::Struct(item) => (&item.attrs, None),
            Item::Enum(item) => (&item.attrs, None),
            Item::Trait(item) => (&item.attrs, None),
            Item::Type(item) => (&item.attrs, None),
            Item::Impl(item) => (&item.attrs, None),
            Item::Mod(item) => (&item.attrs, None),
            Item::Use(item) => (&item.attrs, None),
            _ => (&[], None),
        };
        if is_for_tests(attributes) {
            return;
        }
        if let Some(name) = name {
            self.define_item(name);
        }
        match item {
            Item::Struct(item) => self.define_type(&item.ident),
            Item::Enum(item) => self.define_type(&item.ident),
            Item::Trait(item) => self.define_type(&item.ident),
            Item::Type(item) => self.define_type(&item.ident),
            Item::Mod(item) => {
                self.define(&item.ident, Meaning::Module);
                self.module.push(item.ident.to_string());
                visit::visit_item_mod(self, item);
                self.module.pop();
                return;
            }
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        self.import(&item.tree, &[], is_public);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mention(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        visit::visit_macro(self, call);
        self.read_tokens(call.tokens.clone());
    }
}
