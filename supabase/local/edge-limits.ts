// Preloaded into every Deno process of the stack: takes away what the hosted edge runtime does not have, so that code
// which needs it fails here and not on the first deploy.

const { Memory } = WebAssembly;

class UnsharedMemory extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    if (descriptor.shared)
      throw new TypeError("Shared WebAssembly memory is not supported by the edge runtime.");
    super(descriptor);
  }
}

Object.assign(WebAssembly, { Memory: UnsharedMemory });
Object.assign(globalThis, { SharedArrayBuffer: ArrayBuffer });
Reflect.deleteProperty(globalThis, "Worker");
