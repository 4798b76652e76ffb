import type { LocalText } from '../../surveys/instrument/schema'
import {
  readFactorNeeded,
  readFourEyes,
  readProvince,
  readPublicUrl,
  saveCrest,
  saveFactorNeeded,
  saveFourEyes,
  saveProvinceName,
  savePublicUrl,
} from '../db/settings'
import { type Act, changes, did, nothing } from './act'

type Settings = {
  readonly name: LocalText
  readonly fourEyes: boolean
  /** Everybody who signs in shows a second factor. */
  readonly factorNeeded: boolean
  /** Another address that citizens see, or that there shall be none; undefined leaves it as it is. */
  readonly publicUrl: { readonly address: string | undefined } | undefined
  /** A new crest, or that there shall be none; undefined leaves it as it is. */
  readonly crest: { readonly png: Uint8Array | undefined } | undefined
}

/** Says whose administration this is, how it publishes questionnaires and how people sign in. */
export const changeSettings: Act<Settings, undefined, never> = {
  name: 'settings.change',
  run: async ({ database }, _, { name, fourEyes, factorNeeded, publicUrl, crest }) => {
    const state = async () => {
      const { name: called, crest: mark } = await readProvince(database)
      return {
        name: called ?? null,
        crest: mark ?? null,
        fourEyes: await readFourEyes(database),
        factorNeeded: await readFactorNeeded(database),
        publicUrl: (await readPublicUrl(database)) ?? null,
      }
    }
    const before = await state()
    await saveProvinceName(database, name)
    await saveFourEyes(database, fourEyes)
    await saveFactorNeeded(database, factorNeeded)
    if (publicUrl) await savePublicUrl(database, publicUrl.address)
    if (crest) await saveCrest(database, crest.png)
    const told = changes(before, await state())
    return Object.keys(told.after).length === 0 ? nothing(undefined) : did('province', told)
  },
}
