// Search works in a page that is opened from a folder: browsers start no worker there, so the
// script of the worker runs in a frame that is not shown.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      const messages = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.srcdoc = "<!doctype html><body></body>";
      this.postMessage = (data) => messages.push(structuredClone(data));
      this.terminate = () => frame.remove();
      frame.onload = () => {
        const inner = frame.contentWindow;
        const send = (data) => inner.dispatchEvent(new MessageEvent("message", { data }));
        inner.postMessage = (message) => {
          const data = structuredClone(message);
          setTimeout(() => this.onmessage?.({ data }));
        };
        const script = inner.document.createElement("script");
        script.onload = () => {
          messages.forEach(send);
          this.postMessage = (message) => {
            const data = structuredClone(message);
            setTimeout(() => send(data));
          };
        };
        script.onerror = (event) => this.onerror?.(event);
        script.src = url;
        inner.document.body.append(script);
      };
      document.body.append(frame);
    }
  };
}
