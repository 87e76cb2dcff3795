import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Builds the screens to `dist/ui`. Nothing is inlined: the served policy is `script-src 'self'`, `font-src 'self'`. */
export default defineConfig({
  root: 'runtime-ui',
  plugins: [react(), onlyWoff2()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
            { name: 'data', test: /node_modules[\\/]@tanstack[\\/]/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs|@emotion)[\\/]/ },
            { name: 'form', test: /node_modules[\\/](@rjsf|@cfworker)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': `http://127.0.0.1:${process.env['PORT'] ?? '8080'}` } },
});

/** The font package names each slice twice; every browser that runs the screens reads woff2, so the older half stays out. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('@fontsource') || !id.endsWith('.css')) return null;
      return { code: code.replaceAll(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, ''), map: null };
    },
  };
}
