"""Peers: other ways of answering, measured side by side with 县问 on the same cases, texts, encoder and chat model.

| name | what it is | needs |
|---|---|---|
| xianwen | 县问 as it comes | |
| xianwen-chat | 县问 with the chat model | a chat model |
| lexical | the best sentence of the best chunk by BM25, no model at all | |
| langchain | the two-step RAG chain of LangChain's tutorial | a chat model, `xianwen[peers]` |
| llamaindex | the query engine of LlamaIndex's starter | a chat model, `xianwen[peers]` |

Every peer runs in a process of its own, so that its memory and its time are its own.
"""
