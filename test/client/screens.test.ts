import { describe, expect, it } from 'vitest'
import { allScreens, itemsOn, problemsOn, questionScreens, sectionScreens } from '../../client/survey/screens'
import { rareSource, readSmall } from '../surveys/small'

const small = readSmall()

describe('screens', () => {
  it('hold a section each on the phone, with what the answers lead to', () => {
    expect(sectionScreens(small, {}).map(itemsOn)).toEqual([
      ['late', 'ways', 'field'],
      ['m1', 'm2', 'rate', 'met', 'day'],
    ])
    expect(sectionScreens(small, { late: 'yes' })[0]?.questions.map(({ id }) => id)).toEqual(['intro', 'late', 'told', 'ways', 'field'])
  })

  it('hold a question each on the kiosk, a matrix row by row', () => {
    expect(questionScreens(small, { late: 'yes' }).map(({ key }) => key)).toEqual([
      'intro',
      'late',
      'told',
      'ways',
      'field',
      'm1',
      'm2',
      'rate',
      'met',
      'day',
    ])
  })

  it('hold everything in a plain form, conditional or not', () => {
    expect(allScreens(small).flatMap(itemsOn)).toContain('why')
  })

  it('cannot be left while something on them is wrong', () => {
    const [first, second] = sectionScreens(small, {})
    expect(first && problemsOn(small, [first], {})).toMatchObject([{ item: 'late', code: 'required' }])
    expect(second && problemsOn(small, [second], { met: 151 })).toMatchObject([{ item: 'met', code: 'out_of_range' }])
  })

  it('hold the field of a contact, so that what is wrong with it leads back there, and say it once', () => {
    const rare = readSmall(rareSource)
    const screens = sectionScreens(rare, {})
    expect(screens.flatMap(itemsOn).filter((id) => id === '_contact')).toHaveLength(1)
    expect(problemsOn(rare, screens, { _contact: 'lan@' }).filter(({ item }) => item === '_contact')).toMatchObject([
      { code: 'not_a_contact_either' },
    ])
  })
})
