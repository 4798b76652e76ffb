import { localised } from '../../../surveys/language'
import type { Reader } from './reader'

/** Whose administration this is: crest and name, or the product's own until they are set. */
export const Brand = ({ reader: { say, language, province } }: { readonly reader: Reader }) => (
  <>
    {province.crest !== undefined && <img src={crestAddress(province.crest)} alt="" width="40" height="40" />}
    {province.name === undefined ? <span>{say('product')}<small>{say('tagline')}</small></span> : <span>{localised(province.name, language)}<small>{say('productLong')}</small></span>}
  </>
)

export const crestAddress = (mark: string): string => `/admin/crest.png?v=${mark}`
