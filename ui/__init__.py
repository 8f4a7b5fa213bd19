"""The faces of Xianwen: the terminal command `xianwen` and the page in the browser."""
