import { describe, expect, it } from 'vitest'
import { openPage } from './browser'
import { checked, receipt, send, tap, visiting } from './visiting'

const visit = visiting()

describe('without JavaScript', () => {
  const open = () => openPage(visit().browser, { javaScriptEnabled: false })

  it('leads from the link to the receipt, with errors on the page and the answers kept', async () => {
    const page = await open()
    await page.goto(`${visit().server.url}/s/service`)
    await tap(page, 'A1', '2')
    await page.locator('[name="comment"]').fill('Chờ lâu')
    await send(page)
    expect(await page.locator('#_problems').textContent()).toContain('Nhìn chung')
    expect([await checked(page, 'A1', '2'), await page.locator('[name="comment"]').inputValue()]).toEqual([true, 'Chờ lâu'])
    await tap(page, 'overall', '3')
    await send(page)
    const code = await receipt(page)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect((await visit().heard('service'))?.answers).toEqual({ A1: '2', comment: 'Chờ lâu', overall: '3' })
  })

  it('changes the language with the answers kept', async () => {
    const page = await open()
    await page.goto(`${visit().server.url}/s/quick`)
    await tap(page, 'official', '4')
    await page.getByRole('button', { name: 'English' }).click()
    expect(await checked(page, 'official', '4')).toBe(true)
    await tap(page, 'overall', '4')
    await send(page)
    expect(await page.locator('h1').textContent()).toBe('Your answers have arrived')
    expect(await visit().heard('quick')).toMatchObject({ language: 'en', answers: { official: '4', overall: '4' } })
  })

  it('says on conditional questions when they are meant', async () => {
    const page = await open()
    await page.goto(`${visit().server.url}/s/service`)
    expect(await page.locator('#late_notice-help').textContent()).toContain('trễ hẹn')
    await page.goto(`${visit().server.url}/s/every`)
    expect(await page.locator('#told-help').textContent()).toContain('Chỉ trả lời câu này nếu')
  })

  it('asks first which agency, by a link', async () => {
    const page = await open()
    await page.goto(`${visit().server.url}/s/choice`)
    await page.getByRole('link', { name: 'Sở Xây dựng' }).click()
    await tap(page, 'overall', '5')
    await send(page)
    await receipt(page)
    expect(await visit().heard('choice')).toMatchObject({ agency: 'H4' })
  })
})
