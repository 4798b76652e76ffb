import { watchFinder } from './finder'
import { watchSorts } from './sorts'

watchFinder(document)
watchSorts(document)

const charts = document.querySelectorAll<HTMLElement>('[data-chart]')

/** Charts come with the first that is about to be seen; until then nobody waits for them. */
if (charts.length > 0) {
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      seen.disconnect()
      void import('./charts').then(({ drawCharts }) => drawCharts([...charts]))
    },
    { rootMargin: '600px' },
  )
  // What is hidden is never seen: the section around it is.
  for (const chart of charts) seen.observe(chart.closest('section') ?? document.body)
}
