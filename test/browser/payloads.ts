/** Texts that do harm where a text is taken for markup, script, a style, an address, a template or a formula. */
const vectors: readonly ((n: number) => string)[] = [
  (n) => `<script>hit(${n})</script>`,
  (n) => `"><img src=x onerror=hit(${n})>`,
  (n) => `'><svg/onload=hit(${n})>`,
  (n) => `</textarea><script>hit(${n})</script>`,
  (n) => `</title></style><img src=x onerror=hit(${n})>`,
  (n) => `</script><script>hit(${n})</script>`,
  (n) => `<!--><script>hit(${n})</script>-->`,
  (n) => `" autofocus onfocus="hit(${n})`,
  (n) => `' onmouseover='hit(${n})' x='`,
  (n) => `javascript:hit(${n})`,
  (n) => `<iframe srcdoc="<script>parent.hit(${n})</script>">`,
  (n) => `<a href="javascript:hit(${n})">đường dẫn</a>`,
  (n) => `<details open ontoggle=hit(${n})>`,
  (n) => `<video><source onerror=hit(${n})></video>`,
  (n) => `<math><mtext><style><img src onerror=hit(${n})></style></mtext></math>`,
  (n) => `<meta http-equiv=refresh content="0;url=javascript:hit(${n})">`,
  (n) => `<base href="//evil.invalid/${n}/">`,
  (n) => `<link rel=stylesheet href="//evil.invalid/${n}.css">`,
  (n) => `<img src="//evil.invalid/${n}.png">`,
  (n) => `}</style><style>@import"//evil.invalid/${n}.css";`,
  (n) => `\${hit(${n})}`,
  (n) => `{{constructor.constructor('hit(${n})')()}}`,
  (n) => `{agency}{campaign}{__proto__}${n}`,
  (n) => `__proto__ constructor ${n}`,
  (n) => `&lt;script&gt;hit(${n})&lt;/script&gt;`,
  (n) => `&#60;img src=x onerror=hit(${n})&#62;`,
  (n) => `\u0627\u200f<script>hit(${n})</script>`,
  (n) => `\\u003cscript\\u003ehit(${n})\\u003c/script\\u003e`,
  (n) => `%3Cscript%3Ehit(${n})%3C/script%3E`,
  (n) => `]]><script>hit(${n})</script>`,
  (n) => `=HYPERLINK("http://evil.invalid/${n}","x")`,
  (n) => `=cmd|' /C calc'!A${n}`,
  (n) => `+SUM(1,${n})`,
  (n) => `-2+${n}`,
  (n) => `@SUM(A${n})`,
  (n) => `'=1+${n}`,
  (n) => `=1+${n}","=2+2`,
]

/** 300 different ones, each within the length of a name. */
export const payloads: readonly string[] = Array.from({ length: 300 }, (_, index) => vectors[index % vectors.length]?.(index) ?? '')

/** The first of each kind. */
export const oneOfEach: readonly string[] = payloads.slice(0, vectors.length)

export const payloadAt = (index: number): string => payloads[index % payloads.length] ?? ''
