// Runs before the page paints: shows one section only where the script that leads on can run, and gives the whole form back where it fails.
!(function (html) {
  if (!('noModule' in HTMLScriptElement.prototype)) return
  function giveBack() {
    if (!('ready' in html.dataset)) html.classList.remove('js')
  }
  html.classList.add('js')
  addEventListener('error', giveBack, true)
  setTimeout(giveBack, 20000)
})(document.documentElement)
