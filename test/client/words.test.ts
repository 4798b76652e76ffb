import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { say } from '../../client/text/citizen'
import { languageName, languages } from '../../client/text/languages'

type Words = Readonly<Record<string, string>>
type Part = { readonly file: string; readonly words: Words }

/** The sources below a folder, as paths from it. */
const sourcesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .sort()

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'client/text')

/** Every record of words in the files of a language, by file and name. */
async function partsOf(language: string): Promise<readonly Part[]> {
  const files = sourcesIn(join(folder, language))
  const modules = await Promise.all(
    files.map(async (file) => {
      const module: Readonly<Record<string, unknown>> = await import(join(folder, language, file))
      return { file, module }
    }),
  )
  return modules.flatMap(({ file, module }) =>
    Object.entries(module).flatMap(([name, words]) =>
      isWords(words) ? [{ file: `${file} ${name.replace(/^(vi|en)$|(Vi|En)$/, '')}`.trim(), words }] : [],
    ),
  )
}

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string')

const placeholders = (text: string) => [...text.matchAll(/\{[a-z]+\}/gi)].map(([name]) => name).sort()

/** The vocabularies that several files make up, by the beginning of their paths; the whole of one stands in the file named. */
const joined = { office: /^office(\.ts|\/)/, designer: /^designer(\/|\.ts \w)/ } as const

describe('the words of each language', () => {
  it.each(languages.slice(1))('%s has every word of the first language, with the same places to fill', async (language) => {
    const filledIn = (parts: readonly Part[]) =>
      new Map(
        parts.flatMap(({ file, words }) => {
          const vocabulary = /^(office|designer)/.exec(file)?.[0] ?? file
          return Object.entries(words).map(([word, text]) => [`${vocabulary}: ${word}`, placeholders(text)] as const)
        }),
      )
    const [first, other] = await Promise.all([partsOf(languages[0]), partsOf(language)])
    expect(first.length).toBeGreaterThan(15)
    expect(filledIn(other)).toEqual(filledIn(first))
  })

  it.each(languages)('%s has no place that nothing fills', async (language) => {
    const named = (await partsOf(language)).flatMap(({ words }) => Object.entries(words))
    const unfilled = named.filter(([, text]) => /\{(?![a-z]+[|}])\w+[|}]/.test(text))
    expect(unfilled.map(([word]) => word)).toEqual([])
  })

  it.each(Object.entries(joined))('say one thing by one name in the vocabulary of %s', async (_, beginning) => {
    const parts = (await partsOf(languages[0])).filter(({ file }) => beginning.test(file))
    expect(parts.length).toBeGreaterThan(4)
    const places = new Map<string, string[]>()
    for (const { file, words } of parts) for (const word of Object.keys(words)) places.set(word, [...(places.get(word) ?? []), file])
    expect([...places].filter(([, files]) => files.length > 1)).toEqual([])
  })

  it('say one and many in English: no number stands before a bare plural', async () => {
    const texts = (await partsOf('en')).flatMap(({ file, words }) =>
      Object.entries(words).map(([word, text]) => [`${file}: ${word}`, text] as const),
    )
    const known = (shape: RegExp) =>
      [...new Set(texts.flatMap(([, text]) => [...text.matchAll(shape)].map(([, word = '']) => word)))].join('|')
    const [nouns, between] = [known(/\{\w+\|[^|]+\|(\w+s)\b/g), known(/\{\w+\} (\w+) \{\w+\|/g)]
    expect([nouns, between]).toEqual([expect.stringMatching(/\bagencies\b/), expect.stringMatching(/\bmore\b/)])
    const bare = new RegExp(`\\{n\\} (?!as|is|was|has)\\w+s\\b|\\{\\w+\\} (?:(?:${between}) )?(?:${nouns})\\b`)
    expect(texts.filter(([, text]) => bare.test(text))).toEqual([])
    expect(['{n} geese and {n} hens', '{all} more agencies'].map((text) => bare.test(text))).toEqual([true, true])
  })

  it('put the mark of a Vietnamese vowel pair where the others have it: xoá, uỷ', async () => {
    const otherwise = /(?<!q)(?:[òóỏõọ][ae]|[ùúủũụ]y)(?!\p{L})/iu
    const words = (await partsOf('vi')).flatMap((part) => Object.values(part.words))
    const data = ['surveys/questionnaires', 'surveys/designing', 'server/demo'].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(ts|json)$/.test(name))
        .flatMap((name) => readFileSync(join(root, room, name), 'utf8').split('\n')),
    )
    expect([...words, ...data].filter((text) => otherwise.test(text))).toEqual([])
    expect(['xóa', 'tùy ý', 'Ủy ban'].every((text) => otherwise.test(text)) && !otherwise.test('xoá quý toàn của')).toBe(true)
  })

  it('are all said somewhere', async () => {
    const sources = ['client', 'server', 'surveys']
      .flatMap((room) => sourcesIn(join(root, room)).map((name) => join(room, name)))
      .filter((path) => !/^client\/text\/[a-z-]+\//.test(path))
      .map((path) => readFileSync(join(root, path), 'utf8'))
    const literals = new Set(sources.flatMap((text) => [...text.matchAll(/['"`]([\w-]+)['"`]/g)].map(([, word]) => word)))
    const properties = new Set(
      sources.flatMap((text) => [...text.matchAll(/^\s+'?([\w-]+)'?:|words\.(\w+)/gm)].map(([, key, word]) => key ?? word)),
    )
    const patterns = sources
      .flatMap((text) => [...text.matchAll(/`([\w-]*(?:\$\{[^`}]*\}[\w-]*)+)`/g)].map(([, made = '']) => made.split(/\$\{[^}]*\}/)))
      .filter((pieces) => pieces.join('').length > 1)
      .map((pieces) => new RegExp(`^${pieces.join('[\\w.-]+')}$`))
    const parts = await partsOf(languages[0])
    const unused = parts
      .filter(({ file }) => !/^(definition|violations|shape)\.ts/.test(file))
      .flatMap(({ file, words }) =>
        Object.keys(words)
          .filter((word) => !literals.has(word) && !properties.has(word) && !patterns.some((pattern) => pattern.test(word)))
          .map((word) => `${file}: ${word}`),
      )
    expect(unused).toEqual([])
  })
})

/** Where Vietnamese stands as data, not as words of the interface, and why. */
const vietnameseData: Readonly<Record<string, string>> = {
  'surveys/questionnaires/': 'the shipped questionnaires',
  'surveys/designing/scale-library.ts': 'the shipped scales',
  'surveys/instrument/lint.ts': 'what the words of a questionnaire give away, by its own language',
  'surveys/figures/masking.ts': 'the letters of number plates',
  'surveys/figures/topic-set.ts': 'what people write about, in their own words',
  'surveys/instrument/short-names.ts': 'how the names of indicators begin, in their own language',
  'server/files/reading/encoding.ts': 'the letters by which old fonts are told from Unicode',
  'surveys/fielding/provinces.ts': 'the names of the provinces and of what each of them has',
  'server/demo/': 'a made-up province and what people in it say',
}

describe('a language', () => {
  it('is written in one folder: no other source says a word of Vietnamese', () => {
    const sources = ['client', 'server', 'surveys'].flatMap((room) => sourcesIn(join(root, room)).map((name) => join(room, name)))
    const isData = (path: string): boolean => Object.keys(vietnameseData).some((place) => path.startsWith(place))
    const saying = sources
      .filter((path) => !/^client\/text\/[a-z-]+\//.test(path) && !isData(path))
      .flatMap((path) =>
        [...readFileSync(join(root, path), 'utf8').replace(comments, '').matchAll(vietnameseWord)].map(([word]) => `${path}: ${word}`),
      )
    // What the language is called in itself, and how its name stands in a sentence.
    expect(saying.filter((said) => !/^client\/text\/languages\.ts: (tiếng|việt)$/i.test(said))).toEqual([])
  })
})

const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm
/** Letters in a row with one that only Vietnamese has; single letters are folded. */
const vietnameseWord = /(?<![[\p{L}])(?=\p{L}*[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáâãèéêìíòóôõùúý])\p{L}{2,}/giu

describe('a reader', () => {
  it('reads Vietnamese where a language has no words of its own', () => {
    expect([say('hmn', 'next'), say('en-GB', 'next'), say('vi', 'section', { n: 2, total: 5 })]).toEqual([
      'Tiếp tục',
      'Continue',
      'Phần 2 trên 5',
    ])
  })

  it('finds a language by its name in itself', () => {
    expect([languageName('vi'), languageName('en'), languageName('km')]).toEqual(['Tiếng Việt', 'English', 'ខ្មែរ'])
  })
})
