// A PouchDB server in memory; prints its port.
const express = require('express')
const PouchDB = require('pouchdb')
PouchDB.plugin(require('pouchdb-adapter-memory'))
const Memory = PouchDB.defaults({ adapter: 'memory' })
const app = express()
app.use('/', require('express-pouchdb')(Memory, { mode: 'minimumForPouchDB' }))
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port))
