import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFinds } from './faults'
import { forgotten, openPage, sizes } from './browser'
import { treeOf } from './tree'
import { visiting } from './visiting'

const visit = visiting()

let reader: Page | undefined

/** The one page of this file, as it is before anybody has been there, with a clock of its own. */
async function open(path: string, size: (typeof sizes)[keyof typeof sizes] = sizes.phone): Promise<Page> {
  if (reader) await forgotten(reader)
  else {
    reader = await openPage(visit().browser, { reducedMotion: 'reduce' })
    await reader.clock.install()
  }
  await reader.setViewportSize(size)
  await visit().goTo(reader, path)
  return reader
}
const openKiosk = (path: string) => open(`${path}?kiosk`, sizes.kiosk)

/** The form as it is without its scripts. */
async function openPlain(path: string): Promise<Page> {
  const page = await open('quick')
  await page.route('**/assets/*.js', (route) => route.abort())
  await visit().goTo(page, path)
  return page
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
const choose = (page: Page, item: string, code: string) => page.locator(`[name="${item}"][value="${code}"]`).press('Space')
const title = (page: Page) => page.title()

/** What has the focus: its kind with its own words, or the name of its field. */
const focus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const one = document.activeElement
    const isField = one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement
    return isField ? `field ${one.name}` : `${one?.localName} ${one?.textContent?.trim().slice(0, 30).trim()}`
  })
const focused = (page: Page, wanted: string) => expect.poll(() => focus(page)).toBe(wanted)
const said = (page: Page) => page.locator('#_said').textContent()

describe('the focus', () => {
  it('lands on the first question of each part, forward and back, and the one live region says which part', async () => {
    const page = await open('every')
    expect(await focus(page)).toMatch(/^body/)
    await page.locator('#_said').evaluate((region) => (region.dataset['mark'] = 'same'))
    await choose(page, 'late', 'no')
    await press(page, 'Tiếp tục')
    await focused(page, 'legend Hàng 1')
    expect([await said(page), await title(page)]).toEqual(['Phần 2 trên 2', 'Phần 2 trên 2 · Phiếu nhỏ'])
    await press(page, 'Quay lại')
    await focused(page, 'div Xin chào')
    expect([await said(page), await page.locator('[role=status], [role=alert]:not([hidden]), [aria-live]').count()]).toEqual([
      'Phần 1 trên 2',
      1,
    ])
    expect(await page.locator('#_said').getAttribute('data-mark')).toBe('same')
  })

  it('lands on the field after each error link, in its part of the form', async () => {
    const page = await open('every')
    await press(page, 'Tiếp tục')
    await focused(page, 'div Còn 1 chỗ cần xem lạiTrễ? Câu')
    expect(await title(page)).toBe('Lỗi: Phần 1 trên 2 · Phiếu nhỏ')
    await page.getByRole('link', { name: 'Trễ?' }).press('Enter')
    await focused(page, 'field late')
    await choose(page, 'late', 'no')
    await expect.poll(() => title(page)).toBe('Phần 1 trên 2 · Phiếu nhỏ')
    await press(page, 'Tiếp tục')
    await focused(page, 'legend Hàng 1')
    await page.locator('[name="met"]').fill('999')
    await page.locator('[name="day"]').fill('2025-01-01')
    await press(page, 'Gửi câu trả lời')
    await page.locator('#_problems:focus').waitFor()
    await page.getByRole('link', { name: 'Ngày' }).press('Enter')
    await focused(page, 'field day')
    await page.getByRole('link', { name: 'Đạt' }).press('Enter')
    await focused(page, 'field met')
    expect(await page.locator('.progress p').textContent()).toContain('Phần 2 trên 2')
  })

  it('lands on a field of another part, when the server finds it wrong', async () => {
    const page = await open('every')
    await page.route('**/api/v1/responses/batch', async (route) => {
      const [{ id }] = route.request().postDataJSON().responses
      const violations = [
        { item: 'field', code: 'unknown_option', seen: 'x', allowed: 'desk' },
        { item: 'day', code: 'required' },
      ]
      await route.fulfill({ json: { results: [{ id, status: 422, problem: { code: 'invalid', message: 'Sai.', details: violations } }] } })
    })
    await choose(page, 'late', 'no')
    await press(page, 'Tiếp tục')
    await press(page, 'Gửi câu trả lời')
    await page.locator('#_problems:focus').waitFor()
    expect(await said(page)).toBe('Phần 1 trên 2')
    await page.getByRole('link', { name: 'Ngày' }).press('Enter')
    await focused(page, 'field day')
    expect(await said(page)).toBe('Phần 2 trên 2')
    await page.getByRole('link', { name: 'Lĩnh vực' }).press('Enter')
    await focused(page, 'field field')
    expect(await said(page)).toBe('Phần 1 trên 2')
  })

  it('goes on with the language, and with what becomes of the answers', async () => {
    const page = await open('quick')
    await press(page, 'English')
    await focused(page, 'legend The premises and equipment')
    let lost = true
    await page.route('**/api/v1/responses/batch', (route) => (lost ? route.abort() : route.continue()))
    await choose(page, 'overall', '5')
    await press(page, 'Send my answers')
    await focused(page, 'h2 This device keeps your answers')
    lost = false
    await press(page, 'Send again now')
    await focused(page, 'h1 Your answers have arrived')
  })

  it('never falls to the body at a kiosk, where the live region counts the questions', async () => {
    const page = await openKiosk('choice')
    await press(page, 'Bắt đầu · Tiếng Việt')
    await focused(page, 'h1 Ông/bà làm việc với cơ quan nà')
    await press(page, 'English')
    await focused(page, 'h1 Which agency did you deal with')
    expect([await page.locator('html').getAttribute('lang'), await title(page)]).toEqual(['en', 'Quick rating of the service'])
    await press(page, 'H3 commune')
    await focused(page, 'legend The premises and equipment')
    expect([await said(page), await title(page)]).toEqual(['Question 1 of 6', 'Question 1 of 6 · Quick rating of the service'])
    await press(page, 'Tiếng Việt')
    await focused(page, 'legend Nơi đón tiếp và trang thiết bị')
    await choose(page, 'access', '3')
    await press(page, 'Tiếp tục')
    await focused(page, 'legend Thủ tục, giấy tờ, phí và thời')
    expect(await said(page)).toBe('Câu 2 trên 6')
    await page.locator('[name="procedure"]').nth(1).focus()
    await page.clock.runFor(200)
    await page.clock.fastForward(61_000)
    await focused(page, 'button Tôi vẫn đang trả lời')
    await press(page, 'Tôi vẫn đang trả lời')
    await focused(page, 'field procedure')
    for (const item of ['procedure', 'official', 'result', 'feedback']) {
      await page.locator(`[name="${item}"]`).first().waitFor()
      await press(page, 'Bỏ qua')
    }
    await page.locator('[name="overall"]').first().waitFor()
    await press(page, 'Gửi câu trả lời')
    await page.locator('#_problems:focus').waitFor()
    expect(await title(page)).toMatch(/^Lỗi: Câu 6 trên 6 · /)
    await page.getByRole('link', { name: /^Nhìn chung/ }).press('Enter')
    await focused(page, 'field overall')
    await choose(page, 'overall', '3')
    await press(page, 'Gửi câu trả lời')
    await page.locator('[data-receipt]').waitFor()
    await focused(page, 'h1 Đã nhận phiếu của ông/bà')
    await press(page, 'Kết thúc')
    await focused(page, 'h1 Đánh giá nhanh sự phục vụ')
    expect([await said(page), await page.locator('html').getAttribute('lang')]).toEqual(['', 'vi'])
  })
})

describe('what a screen reader gets', () => {
  it('is each question with its kind, its name and what explains it, on a phone', async () => {
    const page = await open('every')
    await choose(page, 'late', 'yes')
    expect(await treeOf(page)).toMatchInlineSnapshot(`
      "heading "Phiếu nhỏ" [level 1]
      StaticText "Mục đích"
      StaticText "Khoảng 50 giây, tự nguyện, ẩn danh"
      group ""
        DisclosureTriangle "Thông tin được giữ kín thế nào?"
      progressbar "Đã đi được"
      StaticText "Phần 1 trên 2 · còn khoảng 50 giây"
      region "Một"
        heading "Một" [level 2]
        StaticText "Xin chào"
        radiogroup "Trễ? (cần trả lời)"
          radio "Có" [focused] [checked]
          radio "Không"
        radiogroup "Được báo?"
          radio "Có"
          radio "Không"
        group "Cách nào" – Chọn nhiều nhất 2 phương án.
          StaticText "Chọn nhiều nhất 2 phương án."
          checkbox "Quầy"
          checkbox "Mạng"
          checkbox "Khác"
          checkbox "Không"
        radiogroup "Lĩnh vực"
          radio "Quầy"
          radio "Mạng"
          radio "Khác"
          radio "Không"
      button "Tiếp tục"
      checkbox "Đây là điện thoại của tôi: giữ phiếu đang dở trên máy 24 giờ""
    `)
    await press(page, 'Tiếp tục')
    await focused(page, 'legend Hàng 1')
    await page.locator('[name="met"]').fill('40')
    await page.locator('[name="why"]').fill('Lâu')
    expect(await treeOf(page)).toMatchInlineSnapshot(`
      "heading "Phiếu nhỏ" [level 1]
      progressbar "Đã đi được"
      StaticText "Phần 2 trên 2 · còn khoảng 30 giây"
      region "Hai"
        heading "Hai" [level 2]
        group "Bảng"
          heading "Bảng" [level 3]
          radiogroup "Hàng 1"
            radio "Kém"
            radio "Vừa"
            radio "Tốt"
            radio "Không gặp"
          radiogroup "Hàng 2"
            radio "Kém"
            radio "Vừa"
            radio "Tốt"
            radio "Không gặp"
        radiogroup "Chấm"
          radio "Kém"
          radio "Vừa"
          radio "Tốt"
          radio "Không gặp"
        StaticText "Số từ 0 đến 150."
        textbox "Đạt" – Số từ 0 đến 150.
        StaticText "phần trăm (%)"
        StaticText "Đã viết 3 trên 10 ký tự."
        textbox "Vì sao" [focused] – Đã viết 3 trên 10 ký tự.
        Date "Ngày"
      button "Quay lại"
      button "Gửi câu trả lời"
      checkbox "Đây là điện thoại của tôi: giữ phiếu đang dở trên máy 24 giờ""
    `)
  })

  it('is one question after the other at a kiosk', async () => {
    const page = await openKiosk('every')
    await press(page, 'Bắt đầu · Tiếng Việt')
    /** The question alone; its frame is the same around all. */
    const question = async (head: string) => {
      await focused(page, head)
      return treeOf(page, 'region')
    }
    const on = (name = 'Tiếp tục') => press(page, name)
    expect(await question('div Xin chào')).toMatchInlineSnapshot(`
      "heading "Một" [level 2]
      StaticText "Xin chào""
    `)
    await on()
    expect(await question('legend Trễ? (cần trả lời)')).toMatchInlineSnapshot(`
      "heading "Một" [level 2]
      radiogroup "Trễ? (cần trả lời)"
        radio "Có"
        radio "Không""
    `)
    await on()
    await page.locator('#_problems:focus').waitFor()
    expect(await treeOf(page)).toMatchInlineSnapshot(`
      "heading "Phiếu nhỏ" [level 1]
      progressbar "Đã đi được"
      StaticText "Câu 2 trên 9 · còn khoảng 40 giây"
      group "Còn 1 chỗ cần xem lại Trễ? Câu này cần được trả lời." [focused]
        heading "Còn 1 chỗ cần xem lại" [level 2]
        list ""
          listitem "" [level 1]
            ListMarker "•"
            link "Trễ?"
            StaticText "Câu này cần được trả lời."
      region "Một"
        heading "Một" [level 2]
        radiogroup "Trễ? (cần trả lời)" [invalid] – Câu này cần được trả lời.
          StaticText "Câu này cần được trả lời."
          radio "Có" – Câu này cần được trả lời.
          radio "Không"
      button "Quay lại"
      button "Tiếp tục""
    `)
    await choose(page, 'late', 'no')
    await on()
    await focused(page, 'legend Cách nào')
    await choose(page, 'ways', 'else')
    expect(await treeOf(page, 'region')).toMatchInlineSnapshot(`
      "heading "Một" [level 2]
      group "Cách nào" – Chọn nhiều nhất 2 phương án.
        StaticText "Chọn nhiều nhất 2 phương án."
        checkbox "Quầy"
        checkbox "Mạng"
        checkbox "Khác" [focused] [checked]
        textbox "Xin ghi rõ"
        checkbox "Không""
    `)
    await on()
    expect(await question('legend Lĩnh vực')).toMatchInlineSnapshot(`
      "heading "Một" [level 2]
      radiogroup "Lĩnh vực"
        radio "Quầy"
        radio "Mạng"
        radio "Khác"
        radio "Không""
    `)
    await on('Bỏ qua')
    expect(await question('legend Hàng 1')).toMatchInlineSnapshot(`
      "heading "Hai" [level 2]
      group "Bảng"
        heading "Bảng" [level 3]
        radiogroup "Hàng 1"
          radio "Kém"
          radio "Vừa"
          radio "Tốt"
          radio "Không gặp""
    `)
    await on('Bỏ qua')
    await focused(page, 'legend Hàng 2')
    await on('Bỏ qua')
    expect(await question('legend Chấm')).toMatchInlineSnapshot(`
      "heading "Hai" [level 2]
      radiogroup "Chấm"
        radio "Kém"
        radio "Vừa"
        radio "Tốt"
        radio "Không gặp""
    `)
    await on('Bỏ qua')
    await focused(page, 'label Đạt')
    await page.locator('[name="met"]').fill('40')
    expect(await treeOf(page, 'region')).toMatchInlineSnapshot(`
      "heading "Hai" [level 2]
      StaticText "Số từ 0 đến 150."
      textbox "Đạt" [focused] – Số từ 0 đến 150.
      StaticText "phần trăm (%)""
    `)
    await on()
    expect(await question('label Vì sao')).toMatchInlineSnapshot(`
      "heading "Hai" [level 2]
      StaticText "Nhiều nhất 10 ký tự."
      textbox "Vì sao" – Nhiều nhất 10 ký tự."
    `)
    await on('Bỏ qua')
    expect(await question('label Ngày')).toMatchInlineSnapshot(`
      "heading "Hai" [level 2]
      Date "Ngày""
    `)
  })

  it('is what is wrong, and where, in the form without its scripts too', async () => {
    const page = await openPlain('every')
    await page.locator('[name="met"]').fill('999')
    for (const code of ['desk', 'web', 'none']) await choose(page, 'ways', code)
    await press(page, 'Gửi câu trả lời')
    await page.locator('#_problems:focus').waitFor()
    expect(await title(page)).toBe('Lỗi: Phiếu nhỏ')
    expect(await treeOf(page)).toMatchInlineSnapshot(`
      "heading "Phiếu nhỏ" [level 1]
      StaticText "Mục đích"
      StaticText "Khoảng 50 giây, tự nguyện, ẩn danh"
      group ""
        DisclosureTriangle "Thông tin được giữ kín thế nào?"
      group "Còn 3 chỗ cần xem lại Cách nào Phương án “Không” chỉ được chọn một mình. Đạt 999 nằm ngoài khoảng cho phép (0…150). Trễ? Câu này cần được trả lời." [focused]
        heading "Còn 3 chỗ cần xem lại" [level 2]
        list ""
          listitem "" [level 1]
            ListMarker "•"
            link "Cách nào"
            StaticText "Phương án “Không” chỉ được chọn một mình."
          listitem "" [level 1]
            ListMarker "•"
            link "Đạt"
            StaticText "999 nằm ngoài khoảng cho phép (0…150)."
          listitem "" [level 1]
            ListMarker "•"
            link "Trễ?"
            StaticText "Câu này cần được trả lời."
      region "Một"
        heading "Một" [level 2]
        StaticText "Xin chào"
        radiogroup "Trễ? (cần trả lời)" [invalid] – Câu này cần được trả lời.
          StaticText "Câu này cần được trả lời."
          radio "Có" – Câu này cần được trả lời.
          radio "Không"
        radiogroup "Được báo?" – Chỉ trả lời câu này nếu đúng với trường hợp của ông/bà.
          StaticText "Chỉ trả lời câu này nếu đúng với trường hợp của ông/bà."
          radio "Có"
          radio "Không"
        group "Cách nào" – Chọn nhiều nhất 2 phương án. Phương án “Không” chỉ được chọn một mình.
          StaticText "Chọn nhiều nhất 2 phương án."
          StaticText "Phương án “Không” chỉ được chọn một mình."
          checkbox "Quầy" [invalid] [checked] – Phương án “Không” chỉ được chọn một mình.
          checkbox "Mạng" [invalid] [checked]
          checkbox "Khác" [invalid]
          textbox "Xin ghi rõ"
          checkbox "Không" [invalid] [checked]
        radiogroup "Lĩnh vực"
          radio "Quầy"
          radio "Mạng"
          radio "Khác"
          textbox "Xin ghi rõ"
          radio "Không"
      region "Hai"
        heading "Hai" [level 2]
        group "Bảng"
          heading "Bảng" [level 3]
          radiogroup "Hàng 1"
            radio "Kém"
            radio "Vừa"
            radio "Tốt"
            radio "Không gặp"
          radiogroup "Hàng 2"
            radio "Kém"
            radio "Vừa"
            radio "Tốt"
            radio "Không gặp"
        radiogroup "Chấm"
          radio "Kém"
          radio "Vừa"
          radio "Tốt"
          radio "Không gặp"
        StaticText "Số từ 0 đến 150."
        StaticText "999 nằm ngoài khoảng cho phép (0…150)."
        textbox "Đạt" [invalid] – Số từ 0 đến 150. 999 nằm ngoài khoảng cho phép (0…150).
        StaticText "phần trăm (%)"
        StaticText "Chỉ trả lời câu này nếu đúng với trường hợp của ông/bà."
        StaticText "Nhiều nhất 10 ký tự."
        textbox "Vì sao" – Chỉ trả lời câu này nếu đúng với trường hợp của ông/bà. Nhiều nhất 10 ký tự.
        Date "Ngày"
      button "Gửi câu trả lời""
    `)
    await page.getByRole('link', { name: 'Đạt' }).press('Enter')
    await focused(page, 'field met')
  })

  it('is told once that answers wait, however often they are sent again', async () => {
    const page = await open('quick')
    let attempts = 0
    await page.route('**/api/v1/responses/batch', (route) => {
      attempts += 1
      return route.abort()
    })
    await choose(page, 'overall', '5')
    await press(page, 'Gửi câu trả lời')
    await focused(page, 'h2 Máy đã giữ phiếu của ông/bà')
    await page.evaluate(() => {
      const announced: string[] = []
      Object.assign(globalThis, { announced })
      const live = '[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])'
      const isLive = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest(live)
      new MutationObserver((changes) => {
        for (const { target } of changes) if (isLive(target)) announced.push(target.textContent ?? '')
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    const before = attempts
    await expect
      .poll(async () => {
        await page.clock.fastForward(60_000)
        return attempts
      })
      .toBeGreaterThan(before + 3)
    expect(await page.evaluate('announced')).toEqual([])
    expect(await focus(page)).toBe('h2 Máy đã giữ phiếu của ông/bà')
  })

  it('is marked where it is in another language than the page', async () => {
    const page = await open('every')
    expect(await page.locator('main [lang]').count()).toBe(0)
    await page.route('**/model.json*', async (route) => {
      const text = await (await route.fetch()).text()
      await route.fulfill({ body: text.replace('"Trễ?","en":"Trễ? (en)"', '"Trễ?"'), contentType: 'application/json' })
    })
    await visit().goTo(page, 'every')
    await press(page, 'English')
    await focused(page, 'div Xin chào (en)')
    expect(await page.locator('main [lang]').evaluateAll((all) => all.map((one) => one.outerHTML))).toEqual([
      '<span lang="vi" dir="ltr">Trễ?</span>',
    ])
  })
})

describe('without a pointer, at a kiosk', () => {
  it('every question type is answered', async () => {
    const page = await openKiosk('every')
    const tabTo = async (wanted: string) => {
      for (let presses = 0; presses < 20 && (await focus(page)) !== wanted; presses += 1) await page.keyboard.press('Tab')
      expect(await focus(page)).toBe(wanted)
    }
    const goOn = async (name = 'Tiếp tục') => {
      await tabTo(`button ${name}`)
      await page.keyboard.press('Enter')
    }
    const answer = async (item: string, ...keys: readonly string[]) => {
      await tabTo(`field ${item}`)
      for (const key of keys) await page.keyboard.press(key)
    }
    await tabTo('button Bắt đầu · Tiếng Việt')
    await page.keyboard.press('Enter')
    await focused(page, 'div Xin chào')
    await goOn()
    await focused(page, 'legend Trễ? (cần trả lời)')
    await answer('late', 'ArrowDown')
    await goOn()
    await focused(page, 'legend Cách nào')
    await answer('ways', 'Space', 'Tab', 'Tab', 'Space')
    await answer('ways.text')
    await page.keyboard.type('Bưu điện')
    await goOn()
    await focused(page, 'legend Lĩnh vực')
    await answer('field', 'Space')
    await goOn()
    await focused(page, 'legend Hàng 1')
    await answer('m1', 'ArrowUp')
    await goOn()
    await focused(page, 'legend Hàng 2')
    await goOn('Bỏ qua')
    await focused(page, 'legend Chấm')
    await answer('rate', 'Space')
    await goOn()
    await focused(page, 'label Đạt')
    await answer('met')
    await page.keyboard.type('40')
    await goOn()
    await focused(page, 'label Vì sao')
    await answer('why')
    await page.keyboard.type('Lâu')
    await goOn()
    await focused(page, 'label Ngày')
    await answer('day')
    await page.keyboard.type('11112026')
    await goOn('Gửi câu trả lời')
    await focused(page, 'h1 Đã nhận phiếu của ông/bà')
    expect((await visit().heard('every'))?.answers).toEqual({
      late: 'no',
      ways: ['desk', { code: 'else', text: 'Bưu điện' }],
      field: 'desk',
      m1: 'na',
      rate: 'bad',
      met: 40,
      why: 'Lâu',
      day: '2026-11-11',
    })
  })
})

describe('whatever the reader has set', () => {
  it('keeps progress, what is chosen and the focus apart in forced colours', async () => {
    const page = await open('every')
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    const look = (selector: string) => page.locator(selector).first().screenshot()
    const shown = (code: string) =>
      page.locator(`[name="late"][value="${code}"] + .box`).evaluate((box) => {
        const { backgroundColor, color, outlineStyle, outlineColor } = getComputedStyle(box)
        return { backgroundColor, color, outlineStyle, outlineColor }
      })
    const none = await look('progress')
    await page.locator('[name="late"]').first().focus()
    await page.keyboard.press('ArrowDown')
    const [free, chosen] = [await shown('yes'), await shown('no')]
    expect(chosen.backgroundColor).not.toBe(free.backgroundColor)
    expect([free.outlineStyle, chosen.outlineStyle]).toEqual(['none', 'solid'])
    expect(chosen.outlineColor).not.toBe(chosen.backgroundColor)
    expect(await axeFinds(page)).toEqual([])
    await press(page, 'Tiếp tục')
    await focused(page, 'legend Hàng 1')
    expect(Buffer.compare(none, await look('progress'))).not.toBe(0)
    await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' })
  })

  it.each(['every', 'every?kiosk'])('moves nothing on %s for whoever wants it still', async (path) => {
    const page = await open(path)
    const moving = () =>
      page.evaluate(
        () => [...document.querySelectorAll('*')].filter((one) => /[1-9]/.test(getComputedStyle(one).transitionDuration)).length,
      )
    expect(await moving()).toBe(0)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    expect(path.includes('kiosk') || (await moving()) > 0).toBe(true)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  it('leaves no text behind that a page translator has replaced', async () => {
    const page = await open('every')
    await translate(page)
    expect(await page.locator('.progress p').textContent()).toContain('[Phần 1 trên 2')
    await page.locator('form').evaluate((form: HTMLFormElement) => form.requestSubmit())
    await page.locator('#_problems:focus').waitFor()
    expect(await page.locator('#_problems h2').textContent()).toBe('Còn 1 chỗ cần xem lại')
    await translate(page)
    await choose(page, 'late', 'no')
    await page.locator('form').evaluate((form: HTMLFormElement) => form.requestSubmit())
    await page.locator('[name="m1"]').first().waitFor()
    expect(await page.locator('.progress p').textContent()).toContain('Phần 2 trên 2')
    expect(await page.locator('main').textContent()).not.toMatch(/\[Phần|\[Tiếp tục|chỗ cần/)
    await page.locator('[name="met"]').fill('40')
    await translate(page)
    await page.locator('[name="why"]').fill('Lâu')
    expect(await page.locator('#why-help').textContent()).toContain('Đã viết 3 trên 10')
    expect(await page.locator('#why-help').textContent()).not.toContain('[')
    expect(await page.getByRole('button', { name: 'English' }).count()).toBe(1)
    await press(page, 'English')
    await expect.poll(() => said(page)).toBe('Part 2 of 2')
    expect(await page.locator('[data-survey]').textContent()).not.toContain('[')
  })

  it('offers a kiosk, which has its own languages, to no translator', async () => {
    expect(await (await openKiosk('quick')).locator('html').getAttribute('translate')).toBe('no')
  })
})

/** What page translators do: each text goes into elements of theirs, and the text that was there is no longer on the page. */
const translate = (page: Page) =>
  page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node instanceof Text && node.data.trim() !== '' && !node.parentElement?.closest('.notranslate, font, script, style'))
        texts.push(node)
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = `[${text.data}]`
      outer.append(inner)
      text.replaceWith(outer)
    }
  })
