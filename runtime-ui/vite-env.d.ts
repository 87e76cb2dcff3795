/// <reference types="vite/client" />
declare module '@fontsource/noto-sans-sc/*.css';
