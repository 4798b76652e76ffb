import { hash, verify } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { folded } from '../../surveys/instrument/folding'
import { composed } from '../../surveys/instrument/spelling'

/** In characters; the longest keeps one request from costing more than another. */
export const shortest = 12
export const longest = 200

export type PasswordFault = 'short' | 'long' | 'digits' | 'common' | 'named'

/**
 * Why a password is not taken; undefined when nothing is wrong. `common` is what a guesser who knows lists, keyboards, dates and the
 * usual decorations finds within 10^10 tries (zxcvbn, Wheeler 2016).
 */
export async function passwordFault(password: string, username: string): Promise<PasswordFault | undefined> {
  const characters = Array.from(composed(password))
  if (characters.length < shortest) return 'short'
  if (characters.length > longest) return 'long'
  const [letters, name] = [lettersOf(password), lettersOf(username)]
  if (letters.length < 4 && /^[\da-z\s]*$/i.test(password)) return 'digits'
  if (name !== '' && letters.includes(name) && letters.length - name.length < 4) return 'named'
  const isCommon = new Set(characters).size < 5 || isOneWord(letters) || readings(password).some(isFewWords)
  return isCommon || (await isGuessed(folded(password), username)) ? 'common' : undefined
}

/** Whether a word of ours is all there is to it but digits, signs and spaces, also repeated or cut short. */
const isOneWord = (letters: string): boolean =>
  letters.length >= 4 && common.some((word) => word.repeat(Math.ceil(letters.length / word.length)).startsWith(letters))

/** So many of our words in a row are a hundred million tries; each further one is a hundred times as many. */
const fewWords = 4

/** Whether there is nothing to letters but a few words of ours, one behind the other. */
function isFewWords(letters: string): boolean {
  let ends: ReadonlySet<number> = new Set([0])
  for (let n = 0; n < fewWords; n++) {
    ends = new Set([...ends].flatMap((at) => common.filter((word) => letters.startsWith(word, at)).map((word) => at + word.length)))
    if (ends.has(letters.length)) return true
  }
  return false
}

/** What may have been meant before a password was decorated: without its signs, or with signs and digits read as the letters they look like. */
function readings(password: string): readonly string[] {
  const text = folded(password).replace(/(19|20)\d\d/g, '')
  const core = text.replace(/^[^a-z]+|[^a-z]+$/g, '')
  return [text, ...[text, core].map((one) => one.replace(/[@4013!$57]/g, (sign) => looksLike[sign] ?? sign))].map(lettersOf)
}

const looksLike: Readonly<Record<string, string>> = { '@': 'a', 4: 'a', 0: 'o', 1: 'i', '!': 'i', 3: 'e', $: 's', 5: 's', 7: 't' }

const enoughGuesses = 1e10
/** What stands behind so many characters only makes the rest harder to guess, and longer to look at. */
const lookedAt = 48

let guesser: Promise<(password: string, username: string) => number> | undefined

async function isGuessed(password: string, username: string): Promise<boolean> {
  const guesses = await (guesser ??= loadGuesser())
  return guesses(password.slice(0, lookedAt), username) < enoughGuesses
}

/** The lists are loaded where somebody chooses a password, not at every start. */
async function loadGuesser() {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const zxcvbn = new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary: { ...dictionary, office: [...common] } })
  return (password: string, username: string) => zxcvbn.check(password, [username]).guesses
}

/** argon2id with 19 MiB and two passes. */
const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** The same text typed on another system is the same password. */
export const hashPassword = (password: string): Promise<string> => hash(composed(password), costs)

const random = (bytes: number): string => randomBytes(bytes).toString('base64').replaceAll('=', '')

/** What is looked at where there is no password, so that this takes as long: no text has this hash. */
export const hashOfNobody = `$argon2id$v=19$m=${costs.memoryCost},t=${costs.timeCost},p=${costs.parallelism}$${random(16)}$${random(32)}`

export const verifyPassword = ({ hash: kept, password }: { readonly hash: string; readonly password: string }): Promise<boolean> =>
  verify(kept, composed(password))

/** Without marks, capitals, digits and signs, which are the first thing that guessers add. */
const lettersOf = (text: string): string => folded(text).replace(/[^a-z]/g, '')

/** What stands for a person in the command line and at the sign-in; capitals count as small letters. */
export const isUsername = (text: string): boolean => /^[a-z0-9][a-z0-9._-]{1,63}$/i.test(text)

/**
 * The user name that an office would give: to a person the last of their names and the first letters of the others, so that
 * "Đỗ Thị Mỹ Hạnh" is `hanhdtm`; to a program all its words. Nothing where no letter or digit is left without marks.
 */
export function usernameFrom(name: string, kind: 'person' | 'script'): string {
  const words: readonly string[] = folded(name).match(/[a-z0-9]+/g) ?? []
  const others = words.slice(0, -1).map((word) => word.charAt(0))
  return (kind === 'script' ? words.join('-') : [words.at(-1) ?? '', ...others].join('')).slice(0, longestProposed)
}

/** In characters: a number that tells it from others still fits behind it. */
const longestProposed = 56

/** What Vietnamese offices make passwords of, beside what the lists hold. */
const common: readonly string[] = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiopasdfghjkl',
  'asdfghjklqwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  'qwerty',
  'azertyuiop',
  'password',
  'passw',
  'pass',
  'passwort',
  'passphrase',
  'mypassword',
  'thisisapassword',
  'letmein',
  'letmeinplease',
  'welcome',
  'welcomehome',
  'changeme',
  'changemenow',
  'secret',
  'default',
  'computer',
  'internet',
  'admin',
  'administrator',
  'adminadministrator',
  'root',
  'superadmin',
  'superuser',
  'system',
  'user',
  'username',
  'guest',
  'test',
  'testing',
  'demo',
  'sipas',
  'survey',
  'adminsipas',
  'sipasadmin',
  'adminpassword',
  'passwordadmin',
  'iloveyou',
  'iloveyouforever',
  'football',
  'baseball',
  'monkey',
  'dragon',
  'sunshine',
  'princess',
  'superman',
  'starwars',
  'correcthorsebatterystaple',
  'matkhau',
  'matkhaumoi',
  'matkhaucuatoi',
  'khongcomatkhau',
  'quantri',
  'quantrivien',
  'quantrihethong',
  'hethong',
  'nguoidung',
  'taikhoan',
  'khaosat',
  'hailong',
  'khaosathailong',
  'cchc',
  'caicachhanhchinh',
  'ubnd',
  'uybannhandan',
  'anhyeuem',
  'emyeuanh',
  'yeuem',
  'yeuanh',
  'toiyeuvietnam',
  'vietnam',
  'vietnamvodich',
  'hanoi',
  'hanoivietnam',
  'saigon',
  'hochiminh',
  'thanhphohochiminh',
  'danang',
  'haiphong',
  'cantho',
  'laocai',
  'chucmungnammoi',
  'khongbiet',
  'conchimnon',
  'nguyen',
]
