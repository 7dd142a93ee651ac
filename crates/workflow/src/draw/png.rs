//! Pictures as PNG, for cards, mail and social images. Text is set in Inter, which comes with this crate; letters it lacks (Chinese,
//! Japanese, Korean, Arabic, Hebrew, emoji) are taken from fonts the caller adds, and are left out where there are none.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// The widest and highest picture that is made, in pixels: 64 MB of memory.
pub const LARGEST: u32 = 4_096;

const INTER: [&[u8]; 3] = [
    include_bytes!("../../fonts/Inter-Regular.otf"),
    include_bytes!("../../fonts/Inter-Medium.otf"),
    include_bytes!("../../fonts/Inter-Bold.otf"),
];

/// The fonts text is set in. Read once, used for many pictures.
#[derive(Clone)]
pub struct Fonts(Arc<fontdb::Database>);

impl Fonts {
    /// Inter, and further fonts from the bytes of their files.
    pub fn with(others: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut fonts = fontdb::Database::new();
        INTER
            .iter()
            .for_each(|font| fonts.load_font_data(font.to_vec()));
        others
            .into_iter()
            .for_each(|font| fonts.load_font_data(font));
        fonts.set_sans_serif_family("Inter");
        fonts.set_monospace_family("Inter");
        Self(Arc::new(fonts))
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::with([])
    }
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPicture {
    /// A side is 0 or more than [`LARGEST`].
    Size,
    /// The SVG cannot be read; those this crate draws always can.
    Svg(String),
    /// The PNG could not be written.
    Png(String),
}

impl fmt::Display for NoPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size => write!(f, "A picture is 1 to {LARGEST} pixels wide and high."),
            Self::Svg(why) => write!(f, "The SVG cannot be read: {why}."),
            Self::Png(why) => write!(f, "The PNG could not be written: {why}."),
        }
    }
}

impl std::error::Error for NoPicture {}

/// Sets an SVG into a picture of `width` by `height` pixels: as large as it fits, never larger than twice its own size, in the middle, on
/// `ground` (red, green, blue). Nothing is fetched: pictures inside the SVG are left out. The same SVG always gives the same bytes.
pub fn png(
    svg: &str,
    (width, height): (u32, u32),
    ground: [u8; 3],
    fonts: &Fonts,
) -> Result<Vec<u8>, NoPicture> {
    let tree = read(svg, fonts)?;
    let size = tree.size();
    let (w, h) = (width as f32, height as f32);
    let scale = (w / size.width()).min(h / size.height()).min(2.0);
    let middle = (
        (w - size.width() * scale) / 2.0,
        (h - size.height() * scale) / 2.0,
    );
    let place = Transform::from_scale(scale, scale).post_translate(middle.0, middle.1);
    render(&tree, (width, height), place, ground)
}

/// Sets an SVG into a picture of its own: twice its size, smaller where [`LARGEST`] asks for it.
pub fn whole(svg: &str, ground: [u8; 3], fonts: &Fonts) -> Result<Vec<u8>, NoPicture> {
    let tree = read(svg, fonts)?;
    let size = tree.size();
    let most = LARGEST as f32;
    let scale = (most / size.width()).min(most / size.height()).min(2.0);
    let side = |length: f32| ((length * scale).ceil() as u32).clamp(1, LARGEST);
    let sides = (side(size.width()), side(size.height()));
    render(&tree, sides, Transform::from_scale(scale, scale), ground)
}

fn read(svg: &str, fonts: &Fonts) -> Result<Tree, NoPicture> {
    let mut options = Options {
        fontdb: Arc::clone(&fonts.0),
        font_family: "Inter".to_owned(),
        resources_dir: None,
        ..Options::default()
    };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    // Drawings for pages go without a name space.
    let named = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    let svg = if svg.contains("xmlns=") { svg } else { &named };
    Tree::from_str(svg, &options).map_err(|why| NoPicture::Svg(why.to_string()))
}

fn render(
    tree: &Tree,
    (width, height): (u32, u32),
    place: Transform,
    [r, g, b]: [u8; 3],
) -> Result<Vec<u8>, NoPicture> {
    let allowed = 1..=LARGEST;
    if !allowed.contains(&width) || !allowed.contains(&height) {
        return Err(NoPicture::Size);
    }
    let mut pixels = Pixmap::new(width, height).ok_or(NoPicture::Size)?;
    pixels.fill(Color::from_rgba8(r, g, b, 255));
    resvg::render(tree, place, &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|why| NoPicture::Png(why.to_string()))
}
