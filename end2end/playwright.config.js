// The shop under test is the real server with its own private PostgreSQL in a folder of its own, filled with the demo.
import { defineConfig } from '@playwright/test';

const port = Number(process.env.PORT ?? 4390);
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: './tests',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: url,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
    viewport: { width: 1280, height: 900 },
  },
  webServer: {
    command: './serve.sh',
    url: `${url}/health/ready`,
    timeout: 120_000,
    env: { LISTEN: `127.0.0.1:${port}` },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
});
