"""The web server of a production start: gunicorn --config deploy/gunicorn.conf.py wsgi:app

One machine with two cores serves an office of a few hundred people. The reverse proxy in front speaks TLS.
"""

bind = "127.0.0.1:8001"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # the application opens no connection at import, so the workers share its memory
timeout = 60  # a scan or an old Word file is read within 55 seconds, see docs/operating.md
graceful_timeout = 20
max_requests = 20000
max_requests_jitter = 2000
accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
control_socket_disable = True  # nobody asks it, and it would be kept in the home folder
