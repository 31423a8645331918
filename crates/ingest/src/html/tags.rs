//! The elements of HTML that the reader tells apart.

macro_rules! tags {
    ($($tag:ident $name:literal)*) => {
        /// An element's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Tag {
            $(#[doc = $name] $tag,)*
            /// Text between tags.
            Text,
            /// Any other element.
            Other,
        }

        impl Tag {
            /// Of a name in lower case.
            pub(in crate::html) fn of_lower(name: &[u8]) -> Self {
                $(const $tag: &[u8] = $name.as_bytes();)*
                match name { $($tag => Self::$tag,)* _ => Self::Other }
            }
        }
    };
}

#[expect(non_upper_case_globals, reason = "constants named as the variants that they stand for")]
mod list {
    tags! {
        A "a" Abbr "abbr" Acronym "acronym" Address "address" Area "area" Article "article" Aside "aside" Audio "audio"
        B "b" Base "base" Bdi "bdi" Bdo "bdo" Big "big" Blockquote "blockquote" Body "body" Br "br" Button "button"
        Canvas "canvas" Caption "caption" Center "center" Cite "cite" Code "code" Col "col" Colgroup "colgroup"
        Data "data" Dd "dd" Del "del" Details "details" Dfn "dfn" Dialog "dialog" Div "div" Dl "dl" Dt "dt"
        Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font" Footer "footer"
        Form "form" Frame "frame" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5" H6 "h6" Head "head" Header "header"
        Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe" Img "img" Input "input" Ins "ins" Kbd "kbd"
        Label "label" Legend "legend" Li "li" Link "link" Main "main" Map "map" Mark "mark" Math "math" Menu "menu"
        Meta "meta" Nav "nav" Nobr "nobr" Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup" Option "option"
        Output "output" P "p" Param "param" Picture "picture" Pre "pre" Q "q" Rp "rp" Rt "rt" Ruby "ruby" S "s"
        Samp "samp" Script "script" Search "search" Section "section" Select "select" Small "small" Source "source"
        Span "span" Strike "strike" Strong "strong" Style "style" Sub "sub" Summary "summary" Sup "sup" Svg "svg"
        Table "table" Tbody "tbody" Td "td" Template "template" Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead"
        Time "time" Title "title" Tr "tr" Track "track" Tt "tt" U "u" Ul "ul" Var "var" Video "video" Wbr "wbr"
    }
}

pub(crate) use list::Tag;

impl Tag {
    /// Of a name as written.
    pub(crate) fn of(name: &str) -> Self {
        let mut lower = [0u8; 10];
        match lower.get_mut(..name.len()) {
            Some(space) => {
                space.copy_from_slice(name.as_bytes());
                space.make_ascii_lowercase();
                Self::of_lower(space)
            }
            None => Self::Other,
        }
    }

    /// Holds nothing and has no end tag.
    pub(super) const fn is_void(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Base
                | Self::Br
                | Self::Col
                | Self::Embed
                | Self::Frame
                | Self::Hr
                | Self::Img
                | Self::Input
                | Self::Link
                | Self::Meta
                | Self::Param
                | Self::Source
                | Self::Track
                | Self::Wbr
        )
    }

    /// Stands inside a paragraph.
    pub(crate) const fn is_inline(self) -> bool {
        self.is_formatting()
            || matches!(
                self,
                Self::Text
                    | Self::Abbr
                    | Self::Acronym
                    | Self::Bdi
                    | Self::Bdo
                    | Self::Cite
                    | Self::Data
                    | Self::Del
                    | Self::Dfn
                    | Self::Img
                    | Self::Ins
                    | Self::Kbd
                    | Self::Label
                    | Self::Mark
                    | Self::Output
                    | Self::Picture
                    | Self::Q
                    | Self::Rp
                    | Self::Rt
                    | Self::Ruby
                    | Self::Samp
                    | Self::Source
                    | Self::Span
                    | Self::Sub
                    | Self::Sup
                    | Self::Time
                    | Self::Var
                    | Self::Wbr
                    | Self::Td
                    | Self::Th
            )
    }

    /// May be closed out of order without closing what it holds.
    pub(super) const fn is_formatting(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::B
                | Self::Big
                | Self::Code
                | Self::Em
                | Self::Font
                | Self::I
                | Self::Nobr
                | Self::S
                | Self::Small
                | Self::Strike
                | Self::Strong
                | Self::Tt
                | Self::U
        )
    }

    /// What is open inside it stays inside it, whatever end tags say.
    pub(super) const fn is_scope(self) -> bool {
        matches!(self, Self::Table | Self::Td | Self::Th | Self::Caption | Self::Html | Self::Template | Self::Object)
    }

    /// Stands in the head of a page.
    pub(super) const fn is_head(self) -> bool {
        matches!(
            self,
            Self::Base
                | Self::Link
                | Self::Meta
                | Self::Noscript
                | Self::Script
                | Self::Style
                | Self::Template
                | Self::Title
        )
    }

    /// A heading of any level.
    pub(super) const fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Ends an open paragraph, as the standard lists them.
    pub(super) const fn ends_paragraph(self) -> bool {
        self.is_heading()
            || matches!(
                self,
                Self::Address
                    | Self::Article
                    | Self::Aside
                    | Self::Blockquote
                    | Self::Center
                    | Self::Details
                    | Self::Dialog
                    | Self::Div
                    | Self::Dl
                    | Self::Dd
                    | Self::Dt
                    | Self::Fieldset
                    | Self::Figcaption
                    | Self::Figure
                    | Self::Footer
                    | Self::Form
                    | Self::Header
                    | Self::Hgroup
                    | Self::Hr
                    | Self::Li
                    | Self::Main
                    | Self::Menu
                    | Self::Nav
                    | Self::Ol
                    | Self::P
                    | Self::Pre
                    | Self::Search
                    | Self::Section
                    | Self::Summary
                    | Self::Table
                    | Self::Ul
            )
    }

    /// An open element that this start tag ends, looked for down to an element of the second list.
    pub(super) const fn implied_end(self) -> Option<(&'static [Self], &'static [Self])> {
        Some(match self {
            Self::Li => (&[Self::Li], &[Self::Ul, Self::Ol, Self::Menu]),
            Self::Dd | Self::Dt => (&[Self::Dd, Self::Dt], &[Self::Dl]),
            Self::Option | Self::Optgroup => (&[Self::Option], &[Self::Select]),
            Self::Tr => (&[Self::Tr], &[Self::Table]),
            Self::Td | Self::Th => (&[Self::Td, Self::Th], &[Self::Tr, Self::Table]),
            Self::Tbody | Self::Thead | Self::Tfoot => (&[Self::Tbody, Self::Thead, Self::Tfoot], &[Self::Table]),
            Self::A => (&[Self::A], &[]),
            Self::Button => (&[Self::Button], &[]),
            _ => return None,
        })
    }
}
