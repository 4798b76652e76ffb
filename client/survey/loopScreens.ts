import { ratedScreens } from './rated'

/** What only whoever rates several agencies meets on a phone, whose first script is built without and learns it where it is needed. */
export const loopScreens: Partial<typeof ratedScreens> = { ...ratedScreens }
