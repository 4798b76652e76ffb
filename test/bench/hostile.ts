import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { listDesigns } from '../../server/db/designs'
import { agency, fielded } from '../server/fielded'
import { hostileFiles } from '../server/hostile-files'
import { officeOf } from '../server/office'
import { tokenOf } from '../server/token'
import { folderFor, type Part, withProduct } from './setting'
import { against, shown } from './table'

/** Milliseconds between two looks at the process and at /healthz. */
const lookMs = 15
/** How long a process has to give back what it took. */
const restMs = 1_500

const doors = { questionnaire: '/admin/new/design', labels: '/admin/campaigns/c1/responses/labels' } as const

export const hostile: Part = {
  name: 'hostile',
  about: 'what files that are meant to break something cost: answer, processor, memory, and what others wait meanwhile',
  run: async (setting) =>
    withProduct(folderFor(setting, 'hostile'), undefined, async ({ url, pid }, database) => {
      await fielded(database, { agencies: [agency('A1', 'commune', 'Cơ quan A1')] })
      const office = officeOf({ url, token: await tokenOf(database, `hostile-${Date.now()}`) })
      const kept = (await listDesigns(database)).length
      await office.send(doors.questionnaire, { origin: 'file', file: new Blob(['{']) })
      const rows: (readonly string[])[] = []
      let slowest = 0
      for (const [name, { door, make }] of Object.entries(hostileFiles)) {
        const file = await make()
        const before = memory(pid).now
        const [used, watch] = [processor(pid), watching(url, pid)]
        const begun = performance.now()
        const reply = await office.send(doors[door], { ...(door === 'questionnaire' && { origin: 'file' }), file })
        const html = await reply.text()
        const took = performance.now() - begun
        const { longest, peak } = await watch.end()
        const worked = processor(pid) - used
        await delay(restMs)
        slowest = Math.max(slowest, took)
        rows.push([
          name,
          shown(file.size / 1024),
          String(reply.status),
          shown(took),
          shown(worked),
          shown(longest),
          shown(peak - before),
          shown(memory(pid).now - before),
          shown(html.length / 1024),
        ])
        setting.say(rows.at(-1)?.join(' | ') ?? '')
      }
      const stored = (await listDesigns(database)).length - kept
      return [
        {
          title: 'Files that are meant to break something',
          base: `Over HTTP against the built product as a process of its own; ${stored} designs stored by any of them; slowest answer ${against(slowest, '≤ 2,000 ms', slowest <= 2_000)}.`,
          columns: [
            'file',
            'kB',
            'answer',
            'ms',
            'processor ms',
            '/healthz, longest ms',
            'memory at most, MB more',
            'after it, MB more',
            'page, kB',
          ],
          rows,
        },
      ]
    }),
}

/** Milliseconds of processor time that a process has had (Linux: a hundred ticks a second). */
function processor(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Megabytes that a process holds, and held at most since the last look that began anew. */
function memory(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? NaN)
  return { now: kilobytes('VmRSS') / 1024, most: kilobytes('VmHWM') / 1024 }
}

/** Asks for /healthz again and again until it is ended; says how long one answer took at most, and what the process held at most. */
function watching(url: string, pid: number): { readonly end: () => Promise<{ readonly longest: number; readonly peak: number }> } {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  let [longest, isOver] = [0, false]
  const asking = (async () => {
    while (!isOver) {
      const begun = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      longest = Math.max(longest, performance.now() - begun)
      await delay(lookMs)
    }
  })()
  return {
    end: async () => {
      isOver = true
      await asking
      return { longest, peak: memory(pid).most }
    },
  }
}
