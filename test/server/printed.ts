import { expect } from 'vitest'
import { type Office, said } from './office'

/** Orders a run of posters as the form does, waits until it is drawn, and fetches it; `query` names a campaign and what is found in it. */
export async function printedRun(
  office: Office,
  query: Readonly<Record<string, string | readonly string[]>>,
  how: { readonly paper: string; readonly languages: string },
): Promise<Response> {
  const fields = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]))
  const form = await office.html(`/admin/many/touchpoints/print?${new URLSearchParams(fields)}`)
  const place = [...form.matchAll(/name="place" value="([^"]*)"/g)].map(([, value = '']) => value)
  const reply = await office.send('/admin/many/touchpoints/print', { place, campaign: query['campaign'] ?? '', ...how })
  expect(reply.headers.get('location')).toBe('/admin/posters?done=places-print')
  await expect.poll(async () => said(await newestRun(office))).toMatch(/Đã xong|Bị dừng/)
  return office.get(/href="([^"]*\/file)"/.exec(await newestRun(office))?.[1] ?? '')
}

/** The first line of somebody's runs. */
export async function newestRun(office: Office): Promise<string> {
  const html = await office.html('/admin/posters?still')
  return /<tbody><tr>(.*?)<\/tr>/s.exec(html)?.[1] ?? ''
}
