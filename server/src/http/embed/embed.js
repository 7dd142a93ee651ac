// <autopilot-workflow src="…/embed/…">: the drawing of a workflow, in a frame that can run nothing and read nothing of this page.
// Attributes: src, title, theme ("light", "dark", else as the visitor's system is), ratio ("1600:900").
(() => {
  const name = 'autopilot-workflow';
  if (customElements.get(name)) return;
  const script = document.currentScript;
  const shop = script ? new URL(script.src).origin : null;
  // The line below the drawing, in pixels.
  const bar = 50;

  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { display: block; container-type: inline-size; }
    :host([hidden]) { display: none; }
    iframe { display: block; inline-size: 100%; border: 0; border-radius: 10px; color-scheme: light dark;
      block-size: clamp(220px, calc(100cqi / var(--ratio, 1.6) + ${bar}px), 85vh); }
  `);

  class AutopilotWorkflow extends HTMLElement {
    static observedAttributes = ['src', 'theme', 'title', 'ratio'];

    connectedCallback() {
      this.show();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.show();
    }

    show() {
      const address = this.address();
      // What the page's author wrote inside the element stays to be seen.
      if (!address) return;
      const frame = this.frame();
      frame.title = this.getAttribute('title') || 'Workflow';
      frame.style.setProperty('--ratio', this.ratio());
      if (frame.src !== address) frame.src = address;
    }

    /** Of the shop this script came from, and of no other place. */
    address() {
      try {
        const address = new URL(this.getAttribute('src'), document.baseURI);
        if (shop && address.origin !== shop) return null;
        const theme = this.getAttribute('theme');
        if (theme === 'light' || theme === 'dark') address.searchParams.set('theme', theme);
        return address.href;
      } catch {
        return null;
      }
    }

    frame() {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      if (root.firstChild) return root.firstChild;
      root.adoptedStyleSheets = [style];
      const frame = document.createElement('iframe');
      frame.loading = 'lazy';
      frame.referrerPolicy = 'no-referrer';
      frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
      root.append(frame);
      return frame;
    }

    /** Width by height, within reason. */
    ratio() {
      const [width, height = 1] = (this.getAttribute('ratio') ?? '').split(/[:/]/).map(Number);
      const ratio = width / height;
      return Number.isFinite(ratio) && ratio > 0 ? Math.min(Math.max(ratio, 0.6), 5) : 1.6;
    }
  }

  customElements.define(name, AutopilotWorkflow);
})();
