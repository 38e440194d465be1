// A visitor edits a note, somebody else saves first, the visitor's save
// conflicts: what the visitor sees, and how the change gets through after all.
const { input, run, press, write, watch } = require('./browser.js')

const texts = (page, selector) => page.$$eval(selector, all => all.map(one => one.textContent))
const visible = (page, selector) => page.$$eval(selector, all => all.filter(one => one.offsetParent).map(one => one.textContent))

async function visit (browser, input) {
  const saw = {}
  const address = input.base + input.path

  const own = browser.defaultBrowserContext() // only its pages have the focus, which the clipboard wants
  const visitor = await own.newPage()
  await visitor.setJavaScriptEnabled(input.scripts)
  const said = watch(visitor)
  await visitor.goto(address)
  await write(visitor, 'textarea[name=body]', input.mine)

  const others = await browser.createBrowserContext()
  const other = await others.newPage()
  watch(other)
  await other.goto(address)
  await write(other, 'textarea[name=body]', input.theirs)
  saw.other = await press(other, await other.$('button'))

  saw.conflict = await press(visitor, await visitor.$('button'))
  saw.heading = (await texts(visitor, 'h1')).join('|')
  saw.kept = await visitor.$$eval('.kept textarea', all => all.map(one => one.value))
  saw.only = { mine: await texts(visitor, '.compared ins'), current: await texts(visitor, '.compared del') }
  saw.compared = await texts(visitor, '.compared h3')
  saw.buttons = await visible(visitor, '#kept-buttons button')

  if (saw.buttons.length) {
    await own.overridePermissions(input.base, ['clipboard-read', 'clipboard-write'])
    await visitor.bringToFront()
    await visitor.click('#kept-buttons button')
    await visitor.waitForSelector('#kept-buttons [role=status]:not([hidden])')
    saw.clipboard = await visitor.evaluate(() => navigator.clipboard.readText())
  }

  const open = await visitor.$('main nav a')
  if (open) {
    const opened = new Promise(done => browser.once('targetcreated', done))
    await open.click()
    const current = await (await opened).page()
    watch(current)
    await current.waitForSelector('textarea[name=body]')
    saw.current = await current.$eval('textarea[name=body]', box => box.value)
    if (input.way === 'by hand') {
      await write(current, 'textarea[name=body]', input.merged)
      saw.saved = await press(current, await current.$('button'))
    }
    saw.stays = await visitor.$$eval('.kept textarea', all => all.length)
    await current.close()
  }

  if (input.way === 'save mine') {
    await visitor.bringToFront()
    saw.confirm = await press(visitor, await visitor.$('button[form]'))
    saw.question = (await texts(visitor, 'h1')).join('|')
    saw.saved = await press(visitor, await visitor.$('button[form]'))
    saw.arrived = visitor.url()
  }
  await others.close()
  await visitor.close()
  saw.broken = said.filter(line => !line.includes('the server responded with a status of 409'))
  return saw
}

run(async browser => {
  const all = []
  for (const one of input) {
    all.push(await visit(browser, one))
  }
  return all
})
