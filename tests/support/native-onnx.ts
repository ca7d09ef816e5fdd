/** Unit tests stand outside of tests/, whose packages are installed apart: they get the native ONNX runtime from here. */
export { InferenceSession, Tensor } from "onnxruntime-node";
