import type { ChoiceFault } from '../../access/account'
import { longest, shortest } from '../../access/credentials'
import type { OfficeWord } from '../../../client/text/office'
import type { Reader } from '../frame/reader'

export type FormFault = ChoiceFault | 'wrong'

type Props = {
  readonly reader: Reader
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly fault?: string | undefined
}

/** A password that a manager may suggest, with its rules before it is typed. */
export const NewPassword = ({ reader, fault }: { readonly reader: Reader; readonly fault: FormFault | undefined }) => (
  <>
    <PasswordField
      {...{ reader }}
      name="wanted"
      label={reader.say('newPassword')}
      hint={reader.say('passwordRules', { n: String(shortest) })}
      fault={faultText(reader, fault, passwordFaults)}
    />
    <PasswordField {...{ reader }} name="again" label={reader.say('repeatPassword')} fault={faultText(reader, fault, ['differs'])} />
  </>
)

export const PasswordField = ({ name, label, hint, fault }: Props) => (
  <div class="field">
    <label for={name}>{label}</label>
    {hint !== undefined && <small id={`${name}-hint`}>{hint}</small>}
    <input
      id={name}
      name={name}
      type="password"
      autocomplete={name === 'present' || name === 'proof' ? 'current-password' : 'new-password'}
      required
      maxLength={400}
      {...described(name, hint, fault)}
    />
    <PasswordTrouble {...{ name, fault }} />
  </div>
)

export const PasswordTrouble = ({ name, fault }: Pick<Props, 'name' | 'fault'>) =>
  fault === undefined ? null : (
    <p class="wrong" role="alert" id={`${name}-wrong`}>
      {fault}
    </p>
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
    <PasswordTrouble name="address" fault={fault && say(fault)} />
  </div>
)

/** The sentence of a fault, at the field that it is about. */
export const faultText = ({ say }: Reader, fault: FormFault | undefined, about: readonly FormFault[]): string | undefined =>
  fault !== undefined && about.includes(fault) ? say(`fault_${fault}`, { n: String(shortest), most: String(longest) }) : undefined

/** Ties a field to its hint and to what is wrong with it. */
export function described(name: string, hint: string | undefined, fault: string | undefined) {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(fault === undefined ? [] : [`${name}-wrong`])].join(' ')
  return { ...(ids === '' ? {} : { 'aria-describedby': ids }), ...(fault === undefined ? {} : ({ 'aria-invalid': true } as const)) }
}

const passwordFaults = ['short', 'long', 'digits', 'common', 'named'] as const
