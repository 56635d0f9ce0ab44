# The only door. Everything behind it is Python: tirek/machine/bootstrap.py.
.PHONY: run test check fix bench bench-linkage train-linkage docs setup
.NOTPARALLEL:
run test check fix bench bench-linkage train-linkage docs setup:
	@python=$$(sh tirek/machine/find-python.sh) && exec "$$python" -m tirek.machine.bootstrap $@ $(ARGS)
