/** Unit tests stand outside of tests/, whose packages are installed apart: they get this library from here. */
export { default as technicalindicators } from "technicalindicators";
