import type { Page } from './model'

/** What a form without JavaScript sends besides the answers; item ids never begin with `_`. */
export const Carried = ({ page, agency }: { readonly page: Page; readonly agency: string }) => (
  <>
    {Object.entries({
      _id: page.carried.id,
      _day: page.carried.day,
      _campaign: page.model.campaign.code,
      _version: String(page.model.campaign.version),
      _agency: agency,
      _language: page.language,
    }).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} autocomplete="off" />
    ))}
  </>
)
