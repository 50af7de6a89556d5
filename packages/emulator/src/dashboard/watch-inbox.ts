/**
 * Looks for new mail every two seconds and puts it into the page, without a reload that would take away
 * what somebody is reading or selecting. Without JavaScript the page shows what was there when it was opened.
 */
export const WATCH_INBOX = `
let shown = document.getElementById('mails')
setInterval(async () => {
  const answer = await fetch(location.href).catch(() => undefined)
  if (!answer?.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById('mails')
  if (!fresh || fresh.dataset.state === shown.dataset.state) return
  shown.replaceWith(fresh)
  shown = fresh
}, 2000)
`
