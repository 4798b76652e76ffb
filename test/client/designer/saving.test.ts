import { expect, it } from 'vitest'
import { save } from '../../../client/designer/frame/saving'
import { readSmall } from '../../surveys/small'

it('says that a design is more than the server takes, before it is sent', async () => {
  const draft = { ...readSmall(), title: { vi: 'ạ'.repeat(1_100_000), en: 'x' } }
  expect(await save('http://127.0.0.1:9/nobody', 1, { draft, accepted: {} })).toEqual({ kind: 'too-large' })
})
