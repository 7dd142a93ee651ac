// The private database of the shop under test, for what no visitor can bring about.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Runs SQL in the database of the shop with this data folder. */
export function databaseOf(data) {
  return async (sql) => {
    const home = `${data}/postgres`;
    const socket = (await readFile(`${home}/data/postmaster.pid`, 'utf8')).split('\n')[4];
    const env = { ...process.env, PGPASSWORD: (await readFile(`${home}/password`, 'utf8')).trim() };
    await promisify(execFile)('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'autopilot', '-c', sql, 'postgres'], { env });
  };
}
