// Runs before the page paints: shows one section only where the script that leads on can run, and gives the whole form back where it fails.
const html = document.documentElement
let movedAt = -700
function giveBack() {
  if (!('ready' in html.dataset)) html.classList.remove('js')
}
function leadOn({ target, timeStamp }) {
  if (target.id !== '_onward' || timeStamp - movedAt < 700) return
  const parts = document.querySelectorAll('.section')
  const [here, next, last] = [0, 1, 2].map((more) => parts[Number(html.dataset.part || 0) + more])
  if (!next || here.querySelector('.conditional') || next.classList.contains('conditional')) return target.setAttribute('aria-busy', true)
  movedAt = timeStamp
  html.dataset.part = Number(html.dataset.part || 0) + 1
  here.classList.remove('here')
  next.classList.add('here')
  target.hidden = !last
  scrollTo(0, 0)
  const head = next.querySelector('legend, .legend, .note')
  head.tabIndex = -1
  head.focus()
}
if ('noModule' in HTMLScriptElement.prototype) {
  html.classList.add('js')
  addEventListener('error', giveBack, true)
  addEventListener('click', leadOn)
  setTimeout(giveBack, 20000)
}
