// A chromium that a script drives; closed whatever happens.
const puppeteer = require('puppeteer-core')

exports.input = JSON.parse(process.argv[2])

exports.run = async act => {
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    userDataDir: process.env.PROFILE,
    timeout: 300000,
    protocolTimeout: 300000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  })
  try {
    console.log(JSON.stringify(await act(browser)))
  } finally {
    await browser.close()
  }
}

// press clicks what leads to another page, and returns that page's status.
exports.press = async (page, what) => {
  const [answer] = await Promise.all([page.waitForNavigation(), what.click()])
  return answer.status()
}

// write puts a text in the place of what stands in a field.
exports.write = async (page, field, text) => {
  await page.click(field, { clickCount: 3 })
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await page.type(field, text)
}

// watch collects what the console says about a broken policy.
exports.watch = page => {
  page.setDefaultTimeout(300000)
  const said = []
  page.on('console', m => said.push(m.text()))
  page.on('pageerror', e => said.push(String(e)))
  return said
}
