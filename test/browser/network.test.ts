import { describe, expect, it } from 'vitest'
import { openPage } from './browser'
import { stored } from './site'
import { checked, receipt, send, tap, visiting } from './visiting'

const visit = visiting()
/** As long as a page waits at most before it sends again by itself. */
const longestPauseMs = 310_000

/** The one response of a batch. */
function sentIn(body: string | null | undefined): { readonly id: string } {
  const { responses }: { responses: readonly { readonly id: string }[] } = JSON.parse(body ?? '')
  const [one] = responses
  if (!one || responses.length > 1) throw new Error(`${responses.length} responses in a batch`)
  return one
}

describe('on a bad network', () => {
  it('keeps the answers, says so calmly, and sends the same response until it arrives', async () => {
    const page = await openPage(visit().browser)
    await page.clock.install()
    const bodies: string[] = []
    let network: 'dead' | 'silent' | 'fair' = 'dead'
    await page.route('**/api/v1/responses/batch', async (route) => {
      bodies.push(route.request().postData() ?? '')
      if (network === 'dead') await route.abort()
      if (network === 'fair') await route.continue()
    })
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '2')
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    network = 'silent'
    await page.getByRole('button', { name: 'Gửi lại ngay' }).click()
    await expect.poll(() => bodies.length).toBe(2)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    network = 'fair'
    // A line on which nothing ever comes is given up, and then the pause ends.
    const received = async () => {
      await page.clock.fastForward(longestPauseMs)
      return page.locator('[data-receipt]').count()
    }
    await expect.poll(received).toBe(1)
    expect(await receipt(page)).not.toBe('')
    expect(bodies.length).toBeGreaterThan(2)
    expect(new Set(bodies).size).toBe(1)
    const { id } = sentIn(bodies[0])
    expect((await stored(visit().server, 'quick')).filter((row) => row.id === id)).toHaveLength(1)
  })

  it('counts once when the receipt is lost on the way back', async () => {
    const page = await openPage(visit().browser)
    await page.clock.install()
    let lost = false
    await page.route('**/api/v1/responses/batch', async (route) => {
      if (lost) return route.continue()
      lost = true
      await route.fetch()
      return route.abort()
    })
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '1')
    const before = (await stored(visit().server, 'quick')).length
    await send(page)
    await page.getByText('Máy đã giữ phiếu của ông/bà').waitFor()
    await page.clock.fastForward(longestPauseMs)
    expect(await receipt(page)).not.toBe('')
    expect((await stored(visit().server, 'quick')).length).toBe(before + 1)
  })

  it.each([
    ["a captive portal's page", { status: 200, contentType: 'text/html', body: '<html>Đăng nhập Wi-Fi</html>' }],
    [
      'a receipt for something else',
      { json: { results: [{ id: 'x', status: 201, receipt: { id: 'x', code: 'ABCD-EFGH', receivedOn: '2026-11-22' } }] } },
    ],
    ['a box that wants a sign-in', { status: 401, json: { message: 'Please sign in to WiFi' } }],
    ['a box that forbids', { status: 403, json: { code: 'forbidden', message: 'x' } }],
    ['a server that is busy', { status: 503, headers: { 'retry-after': '1' }, json: { code: 'unavailable', message: 'x' } }],
  ])('does not take %s for an acknowledgement', async (_, reply) => {
    const page = await openPage(visit().browser)
    let portal = true
    await page.route('**/api/v1/responses/batch', (route) => (portal ? route.fulfill(reply) : route.continue()))
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '4')
    await send(page)
    await page.getByRole('button', { name: 'Gửi lại ngay' }).waitFor()
    expect(await page.locator('[data-receipt]').count()).toBe(0)
    portal = false
    await page.getByRole('button', { name: 'Gửi lại ngay' }).click()
    expect(await receipt(page)).not.toBe('')
  })

  it('says clearly what the server refuses, and lets the answers be looked at again', async () => {
    const page = await openPage(visit().browser)
    await page.route('**/api/v1/responses/batch', (route) =>
      route.fulfill({
        json: {
          results: [
            {
              id: sentIn(route.request().postData()).id,
              status: 422,
              problem: { code: 'campaign_closed', message: 'Đợt khảo sát đã kết thúc.' },
            },
          ],
        },
      }),
    )
    await visit().goTo(page, 'quick')
    await tap(page, 'overall', '4')
    await send(page)
    await page.getByText('Đợt khảo sát đã kết thúc.').waitFor()
    await page.getByRole('button', { name: 'Xem lại các câu trả lời' }).click()
    expect(await checked(page, 'overall', '4')).toBe(true)
  })
})
