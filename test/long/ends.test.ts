import { describe, expect, it } from 'vitest'
import { bySupervisors, endsWell } from '../faults/ends'
import { alive, copyOfTree, familyOf, once, typed } from '../faults/processes'

describe('what is started', () => {
  endsWell(bySupervisors)

  it('ends while it is still building', async () => {
    const tree = copyOfTree()
    const run = typed('npm', ['start'], tree.folder, { DATA_DIR: tree.folder })
    await once(() => (familyOf(run.pid).length > 4 && run.said().includes('Building') ? true : undefined), run.said)
    const family = familyOf(run.pid)
    process.kill(run.pid, 'SIGTERM')
    await once(
      () => (alive(family).length === 0 ? true : undefined),
      () => `${alive(family).length} of ${family.length} processes go on`,
    )
    expect(run.said()).not.toContain('SIPAS: http')
    tree.remove()
  })
})
