import type { ChoiceFault } from '../../access/account'
import { longest, shortest } from '../../access/credentials'
import type { OfficeWord } from '../../../client/text/office'
import { described, FieldFault, PasswordField } from '../frame/form'
import type { Reader } from '../frame/reader'

export type FormFault = ChoiceFault | 'wrong'

/** A password that a manager may suggest, with its rules before it is typed. */
export const NewPassword = ({ reader, fault }: { readonly reader: Reader; readonly fault: FormFault | undefined }) => (
  <>
    <PasswordField
      name="wanted"
      which="new-password"
      label={reader.say('newPassword')}
      hint={reader.say('passwordRules', { n: String(shortest) })}
      fault={faultText(reader, fault, passwordFaults)}
    />
    <PasswordField name="again" which="new-password" label={reader.say('repeatPassword')} fault={faultText(reader, fault, ['differs'])} />
  </>
)

/** What is wrong with an e-mail address, in words. */
export type AddressFaultWord = Extract<OfficeWord, 'grantFault_address' | 'grantFault_address_taken'>

export const addressFaultWord = (code: 'address' | 'address_taken'): AddressFaultWord => `grantFault_${code}`

type AddressProps = { readonly reader: Reader; readonly value: string; readonly fault: AddressFaultWord | undefined }

/** Where an e-mail address is typed; nothing there is none. */
export const AddressField = ({ reader: { say }, value, fault }: AddressProps) => (
  <div class="field">
    <label for="address">{say('mailAddress')}</label>
    <small id="address-hint">{say('mailAddressHint')}</small>
    <input
      id="address"
      name="address"
      inputMode="email"
      autocomplete="email"
      autocapitalize="none"
      spellcheck={false}
      maxLength={254}
      value={value}
      {...described('address', '', fault)}
    />
    <FieldFault name="address" fault={fault && say(fault)} />
  </div>
)

/** The sentence of a fault, at the field that it is about. */
export const faultText = ({ say }: Reader, fault: FormFault | undefined, about: readonly FormFault[]): string | undefined =>
  fault !== undefined && about.includes(fault) ? say(`fault_${fault}`, { n: String(shortest), most: String(longest) }) : undefined

const passwordFaults = ['short', 'long', 'digits', 'common', 'named'] as const
