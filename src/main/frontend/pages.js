/*
 * What the pages do beyond HTML; each works without. Scripts and styles in the page itself are refused by its policy.
 */
import { initAll } from './components.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('nhsuk-frontend-supported')
}
initAll()
warnBeforeTimeOut()
printOnDemand()

/*
 * Says some minutes before the server signs the visitor out that it will; staying leaves the page as it is, and what was
 * typed. The time counts from the last page or answer of any tab.
 */
function warnBeforeTimeOut() {
  const dialog = document.getElementById('time-out-warning')
  if (!dialog || typeof dialog.showModal !== 'function') {
    return
  }
  const idle = Number(dialog.dataset.idle) * 1000
  const ahead = Number(dialog.dataset.ahead) * 1000
  const left = document.getElementById('time-out-left')
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('candour-session') : null
  let last = Date.now()
  let said = 0

  const heard = () => {
    last = Date.now()
    if (dialog.open) {
      dialog.close()
    }
  }
  if (others) {
    others.onmessage = heard
    others.postMessage('heard')
  }
  document.getElementById('time-out-stay').addEventListener('click', async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { cache: 'no-store', redirect: 'error' })
      if (answer.status === 204) {
        heard()
        others?.postMessage('heard')
      } else {
        dialog.close()
        window.location.assign(dialog.dataset.over)
      }
    } catch {
      left.textContent = dialog.dataset.failed
    }
  })
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  window.setInterval(() => {
    const rest = last + idle - Date.now()
    if (rest <= 0) {
      window.location.assign(dialog.dataset.over)
    } else if (rest <= ahead) {
      if (!dialog.open) {
        said = 0
        dialog.showModal()
      }
      const minutes = Math.ceil(rest / 60000)
      if (minutes !== said) {
        said = minutes
        left.textContent = (minutes === 1 ? dialog.dataset.one : dialog.dataset.many).replace('{0}', String(minutes))
      }
    }
  }, 1000)
}

function printOnDemand() {
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  })
}
