// The worker of the workflow tool. It is given the compiled wasm, and its content security policy lets it ask nobody for anything else.
let glue;

onmessage = async ({ data }) => {
  try {
    if (data.module) {
      // Files may arrive while the wasm is still being set up: whoever waits for the glue waits for both.
      glue = import(data.script).then(async (loaded) => {
        await loaded.default({ module_or_path: data.module });
        return loaded;
      });
      await glue;
      postMessage({ ready: true });
    } else {
      const { read_files } = await glue;
      postMessage({ answer: read_files(data.files, data.leading, (stage) => postMessage({ stage })) });
    }
  } catch (error) {
    postMessage({ failed: String(error) });
  }
};
