import { hash, verify } from '@node-rs/argon2'
import { folded } from '../../surveys/instrument/language'
import { composed } from '../../surveys/instrument/spelling'

/** In characters; the longest keeps one request from costing more than another. */
export const shortest = 12
export const longest = 200

export type PasswordFault = 'short' | 'long' | 'digits' | 'common' | 'named'

/** Why a password is not taken; undefined when nothing is wrong. */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  const characters = Array.from(composed(password))
  if (characters.length < shortest) return 'short'
  if (characters.length > longest) return 'long'
  const [letters, name] = [lettersOf(password), lettersOf(username)]
  if (letters.length < 4 && /^[\da-z\s]*$/i.test(password)) return 'digits'
  if (new Set(characters).size < 5 || isCommon(letters)) return 'common'
  return name !== '' && letters.includes(name) && letters.length - name.length < 4 ? 'named' : undefined
}

/** argon2id with 19 MiB and two passes; the same text typed on another system is the same password. */
export const hashPassword = (password: string): Promise<string> =>
  hash(composed(password), { memoryCost: 19_456, timeCost: 2, parallelism: 1 })

export const verifyPassword = ({ hash: kept, password }: { readonly hash: string; readonly password: string }): Promise<boolean> =>
  verify(kept, composed(password))

/** Without marks, capitals, digits and signs, which are the first thing that guessers add. */
const lettersOf = (text: string): string => folded(text).replace(/[^a-z]/g, '')

/** Whether that is all there is to it, also repeated or cut short. */
const isCommon = (letters: string): boolean =>
  letters.length >= 4 && common.some((word) => word.repeat(Math.ceil(letters.length / word.length)).startsWith(letters))

/** What stands for a person in the command line and at the sign-in; capitals count as small letters. */
export const isUsername = (text: string): boolean => /^[a-z0-9][a-z0-9._-]{1,63}$/i.test(text)

/** What most guessed passwords are made of, without digits and signs; also repeated or cut short. */
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
