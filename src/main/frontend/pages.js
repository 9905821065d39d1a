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

/*
 * Says some minutes before the server signs the visitor out that it will; staying leaves the page as it is, and what was
 * typed; who goes all the same gets that back. The time counts from the last page or answer of any tab.
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
  const leave = () => {
    window.clearInterval(watch)
    const form = Array.from(document.querySelectorAll('main form[method="post"]')).find(holdsText)
    if (form) {
      giveBack(form)
    } else {
      window.location.assign(dialog.dataset.over)
    }
  }
  document.getElementById('time-out-stay').addEventListener('click', async () => {
    try {
      const answer = await fetch(dialog.dataset.stay, { cache: 'no-store', redirect: 'error' })
      if (answer.status === 204) {
        heard()
        others?.postMessage('heard')
      } else {
        dialog.close()
        leave()
      }
    } catch {
      left.textContent = dialog.dataset.failed
    }
  })
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  const watch = window.setInterval(() => {
    const rest = last + idle - Date.now()
    if (rest <= 0) {
      leave()
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

function holdsText(form) {
  return Array.from(form.elements).some(
    (field) => field.matches('textarea, input[type="text"], [data-written]') && field.value.trim() !== ''
  )
}

/*
 * A form that comes too late is answered with what was typed into it. Without its proof it comes too late for certain:
 * nothing is saved that somebody has not sent, not even where another window has kept the visit going.
 */
function giveBack(form) {
  form.querySelector('input[name="_csrf"]')?.remove()
  HTMLFormElement.prototype.submit.call(form)
}
