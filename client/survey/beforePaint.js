// Runs before the page paints: shows one section only where the script that leads on can run, and gives the whole form back where it fails.
function giveBack() {
  if (!('ready' in document.documentElement.dataset)) document.documentElement.classList.remove('js')
}
if ('noModule' in HTMLScriptElement.prototype) {
  document.documentElement.classList.add('js')
  addEventListener('error', giveBack, true)
  setTimeout(giveBack, 20000)
}
